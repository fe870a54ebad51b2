"""What a builder means comes first, in English and French."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from creations.catalog import library
from creations.catalog.importing import import_catalog
from creations.catalog.models import Part
from creations.catalog.queries import correction, search_parts
from users.keyset import page

pytestmark = pytest.mark.django_db

QUERIES = Path(__file__).with_name("queries.csv")
#: Parts of more sets than these contend with every answer.
RIVALS = 300
#: Prints, a part with stickers, an assembly, an obsolete one, and what else an answer might lose to.
OTHERS = (
    "3001pt0",
    "3001pk1",
    "3001d0g",
    "3626cp01",
    "6014bc01",
    "12894",
    "u9213",
    "light",
    "242021",
    "u9102",
    "87994",
    "3811",
)


def found(text: str, **only: str) -> list[str]:
    """Numbers of the parts on a first page."""
    return [part.pk for part in page(search_parts(correction(text), **only), order="-rank", size=60).items]


def test_the_first_find_is_what_a_builder_means():
    asked = list(csv.DictReader(QUERIES.open(encoding="utf-8")))
    popular = [part.id for part in library.parts() if part.popularity >= RIVALS]
    import_catalog(only=[*popular, *OTHERS, *(row["answer"] for row in asked)])
    first = {row["query"]: (found(row["query"]) or ["nothing"])[0] for row in asked}
    assert first == {row["query"]: row["answer"] for row in asked}
    assert {row["language"] for row in asked} == {"en", "fr"} and len(asked) >= 60


def test_prints_are_folded_under_their_mould_until_one_is_asked_for():
    import_catalog(only=["3001", "3001pt0", "3001pt2", "3001d0g", "3020"])
    assert found("brick 2x4") == ["3001"] and found("") == ["3020", "3001"]
    assert Part.objects.get(pk="3001").print_count == 3
    assert found("brique police") == found("3001pt2") == ["3001pt2"]
    family = found("", mould="3001")
    assert family[0] == "3001" and set(family[1:]) == {"3001pt0", "3001pt2", "3001d0g"}
    assert found("police", mould="3001") == ["3001pt2"]
    assert set(found("3001p")) == {"3001pt0", "3001pt2"}


def test_a_page_of_finds_goes_on_where_the_last_one_ended():
    import_catalog(only=["3001", "3002", "3003", "3004", "3005", "3010"])
    whole = found("brick")
    pages, after = [], ""
    for _ in range(3):
        part = page(search_parts("brick"), order="-rank", size=2, after=after)
        pages += [one.pk for one in part.items]
        after = part.after
    assert pages == whole and len(set(whole)) == 6 and after == ""


def test_retired_numbers_and_twins_are_no_finds_of_their_own(client):
    import_catalog(only=["3023", "3023b", "4073"])
    assert set(Part.objects.values_list("pk", flat=True)) == {"3023b", "6141"}
    assert found("3023") == found("3023b") == ["3023b"] and found("4073") == ["6141"]
    assert client.get("/parts/3023/").url == "/parts/3023b/"
    assert client.get("/api/v1/parts/3023/").json()["id"] == "3023b"
    assert "Plate 1 x 2" in client.get("/parts/?q=3023").content.decode()


def test_what_an_earlier_import_had_as_two_parts_becomes_one():
    Part.objects.create(pk="3023", name="Plate 1 x 2", category="Plate")
    import_catalog(only=["3023"])
    assert list(Part.objects.values_list("pk", flat=True)) == ["3023b"]


def test_the_numbers_of_other_sites_lead_to_the_part():
    import_catalog(only=["3062b", "3794a"])
    assert found("3062") == ["3062b"]


@pytest.mark.parametrize(
    ("text", "meant"), [("charnirre", "charniere"), ("bircks", "brick"), ("brick", "brick"), ("xq", "xq")]
)
def test_a_word_that_nothing_has_is_put_right_by_a_letter(text, meant):
    import_catalog(only=["3001", "3937"])
    assert correction(text) == meant


def test_the_page_says_what_it_understood(client):
    import_catalog(only=["3001"])
    page = client.get("/parts/?q=birck").content.decode()
    assert "No part is called “birck”. Shown is “brick”." in page and "Brick 2 x 4" in page


def test_search_uses_its_indexes(catalog):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = search_parts("brick red").order_by("-rank", "-pk").explain()
    assert "part_search" in plan and "print_search" in plan


def test_the_catalogue_is_imported_again_when_its_tables_change():
    from creations.catalog.importing import is_current
    from creations.catalog.models import Edition

    assert not is_current()
    import_catalog(only=["3001"])
    assert not is_current() and not Edition.objects.exists()
