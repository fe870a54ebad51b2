"""Finding parts as people write them."""

from __future__ import annotations

import pytest

from creations.catalog.importing import import_catalog
from creations.catalog.models import Colour, Part
from creations.catalog.queries import search_parts
from creations.ldraw import colours

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["2x4 brick", "2 x 4 brick", "BRICK 2X4", "bri 2x4", "3001", "brick 2 × 4"])
def test_a_two_by_four_is_found_however_it_is_written(catalog, text):
    assert "3001" in {part.pk for part in search_parts(text)}


@pytest.mark.parametrize("text", ["'", "q & z | !", ":*", "((", "\\", "zz/", "é", "x" * 90])
def test_strange_input_finds_nothing_and_breaks_nothing(catalog, text):
    assert list(search_parts(text)) == []


def test_importing_twice_gives_the_same(catalog):
    before = list(Part.objects.order_by("pk").values())
    import_catalog(only=[part["id"] for part in before])
    assert list(Part.objects.order_by("pk").values()) == before
    assert Colour.objects.count() == len(colours.table())


def test_old_number_leads_to_the_new_part(client, db):
    from creations.catalog.models import PartAlias

    Part.objects.get_or_create(pk="3001", defaults={"name": "Brick 2 x 4", "category": "Brick"})
    PartAlias.objects.create(pk="3001old", part_id="3001")
    assert client.get("/parts/3001old/").url == "/parts/3001/"


def test_picture_is_drawn_in_the_colour_asked_for(client, catalog):
    import io

    from PIL import Image

    answer = client.get("/parts/3001/4.webp")
    picture = Image.open(io.BytesIO(answer.content)).convert("RGBA")
    red, green, blue, alpha = picture.getpixel((128, 150))
    assert answer["Content-Type"] == "image/webp" and alpha == 255 and red > 2 * green and red > 2 * blue
    assert client.get("/parts/3001/99999.webp").status_code == 404
    assert client.get("/parts/nothing/4.webp").status_code == 404
