"""Names of parts, categories and colours in French."""

from __future__ import annotations

import pytest
from django.utils import translation

from creations.catalog import library
from creations.catalog.names import category_name, colour_name, part_name
from creations.catalog.names.french import unknown_words
from creations.ldraw import colours

FRENCH = {
    "Brick 2 x 4": "Brique 2 x 4",
    "Plate 1 x 1 Round with Open Stud": "Plaque 1 x 1 ronde avec tenon ouvert",
    "Plate 2 x 2 Corner": "Plaque 2 x 2 d'angle",
    "Slope Brick 45 2 x 1 Inverted with Inner Stopper Ring": "Pente 45° 2 x 1 inversée avec bague de butée intérieure",
    "Slope Brick 31 1 x 1 x 0.667": "Pente 31° 1 x 1 x 2/3",
    "Technic Axle 4": "Axe Technic 4",
    "Technic Gear 12 Tooth Double Bevel": "Engrenage Technic 12 dents double conique",
    "Technic Beam 3 x 5 Bent 90": "Poutre Technic 3 x 5 coudée 90°",
    "Minifig Head with Hollow Stud": "Tête de minifig avec tenon creux",
    "Minifig Mechanical Arm": "Bras mécanique de minifig",
    "Minifig Police Hat": "Chapeau de police de minifig",
    "Plate 1 x 2 with 2 Clips Horizontal (Thick C-Clips)": "Plaque 1 x 2 avec 2 clips horizontaux (clips en C épais)",
    "Tile 2 x 2 Round with Cross Underside Stud": "Tuile 2 x 2 ronde avec tenon inférieur en croix",
    "Brick 1 x 2 with Studs on Sides": "Brique 1 x 2 avec tenons sur les côtés",
    "Hinge Plate 1 x 4 (Complete)": "Plaque charnière 1 x 4 (complète)",
    "Wheel Rim 6.4 x 8 with Tyre 6/ 50 x 8 Offset Tread": "Jante 6,4 x 8 avec pneu 6/50 x 8 à crampons décalés",
    "Tile 2 x 2 with Black and White Stripes Pattern": "Tuile 2 x 2 avec motif bandes noires et blanches",
    "Tile 2 x 2 with Red Lion Head Pattern": "Tuile 2 x 2 avec motif tête de lion rouge",
    'Brick 1 x 8 with "MAGIC FLASH" Pattern': 'Brique 1 x 8 avec motif "MAGIC FLASH"',
    "Animal Frog": "Grenouille",
    "Brick 1 x 1 with Wibbly Hole": "Brique 1 x 1 avec trou Wibbly",
}


@pytest.mark.parametrize("name", FRENCH)
def test_a_name_reads_as_a_french_builder_says_it(name):
    assert part_name(name, "fr") == FRENCH[name]


@pytest.mark.parametrize(
    "name", ["", " ", "with", "( )", "and and and", '"', "1 x", "x x x", "a / b / c", "Pattern", "0.667"]
)
def test_no_name_is_too_strange(name):
    assert isinstance(part_name(name, "fr"), str)


def test_of_the_five_thousand_most_popular_names_nearly_all_are_french():
    popular = sorted(library.parts(), key=lambda part: -part.popularity)[:5000]
    english = [part for part in popular if unknown_words(part.name)]
    assert len(english) < 0.02 * len(popular)
    assert len([part for part in english if part.popularity]) < 10, english


def test_every_category_and_colour_has_its_french_name():
    categories = {part.category for part in library.parts()}
    same = {
        "Belville",
        "Clikits",
        "Duplo",
        "Homemaker",
        "Modulex",
        "Monorail",
        "Scala",
        "Support",
        "Technic",
        "Znap",
        "Minifig",
    }
    assert {name for name in categories if category_name(name, "fr") == name} <= same
    assert {c.code for c in colours.table().values() if colour_name(c.code, "fr") == c.name} == {
        25, 26, 92, 118,
    }  # fmt: skip
    assert colour_name(0x2FF0000, "fr") == "#FF0000"


@pytest.mark.parametrize(
    ("language", "name", "category", "colour"),
    [("en", "Brick 2 x 4", "Slope", "Dark Red"), ("fr", "Brique 2 x 4", "Pentes", "Rouge foncé")],
)
def test_pages_and_api_name_parts_in_the_visitors_language(client, catalog, settings, language, name, category, colour):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/parts/").content.decode()
    assert name in page and f"{category}\n" in page
    page = client.get("/parts/3001/?colour=320").content.decode()
    assert f"<h1>{name}</h1>" in page and colour in page
    found = client.get("/api/v1/parts/3001/").json()
    assert (found["name"], found["local_name"]) == ("Brick 2 x 4", name)
    assert client.get("/api/v1/colours/320/").json()["local_name"] == colour


def test_the_studios_pack_names_parts_in_both_languages():
    from creations.rendering.parts_pack import pack_of_parts

    assert b'"name":"Brick 2 x 4"' in pack_of_parts(["3001"], "fr")
    assert b'"called":"Brique 2 x 4"' in pack_of_parts(["3001"], "fr")
    assert b'"called"' not in pack_of_parts(["3001"], "en")


def test_a_parts_list_for_print_is_named_in_the_readers_language(creation):
    from creations.queries import lots_with_names

    with translation.override("fr"):
        assert "Brique 2 x 4" in lots_with_names(creation.current).values()
