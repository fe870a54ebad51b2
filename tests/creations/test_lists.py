"""Parts lists that members bring to the Studio."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from creations import actions, ldraw
from creations.catalog import library
from creations.ldraw import lists
from creations.ldraw.build_plan import build_plan
from creations.lists import REFUSALS
from creations.rendering.parts_pack import pack_of_parts

LIST = b"Teil;Farbe;Anzahl\n3023;Rot;2\nsw0001;Rot;1\n3001;regenbogen;1\n"


def test_what_is_unknown_in_a_list_of_parts_i_have_is_told_in_my_language(client, ada, catalog):
    client.force_login(ada)
    for language, words in (("en", "Line 3 names a part that is not known here"), ("fr", "La ligne 3 nomme une pièce")):
        with translation.override(language):
            sent = {"file": SimpleUploadedFile("parts.dat", LIST), "parts": "1"}
            answer = client.post("/studio/read/", sent, headers={"accept-language": language}).json()
        assert answer["lots"] == [["3023b", 4, 2]]
        assert len(answer["unknown"]) == 2
        assert words in answer["unknown"][0] and "sw0001;Rot;1" in answer["unknown"][0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "parts.csv, line 1, column 1: its first line must name the columns, and some are missing (part"),
        ("fr", "parts.csv, ligne 1, colonne 1 : sa première ligne doit nommer les colonnes"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_its_line(client, ada, catalog, language, words):
    client.force_login(ada)
    sent = {"file": SimpleUploadedFile("parts.csv", b"a;b\n1;2\n"), "parts": "1"}
    answer = client.post("/studio/read/", sent, headers={"accept-language": language})
    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_every_reason_for_which_a_list_is_refused_is_told_in_french():
    raised = [
        reason
        for file in Path(lists.__file__).parent.glob("*.py")
        for reason in re.findall(r'(?:Error\(|reason = |refuse\()\s*f?"([^":{]+)', file.read_text("utf-8"))
    ]
    assert len(raised) > 12
    with translation.override("fr"):
        told = {why: str(words) for why, words in REFUSALS.items()}
    assert set(raised) <= set(told)
    assert [why for why in told if told[why] == why] == []


def test_the_studio_lists_a_part_once_whatever_number_the_file_has(client, ada, catalog):
    pack = pack_of_parts(["3023", "3023b"])
    told = json.loads(pack[4 : 4 + int.from_bytes(pack[:4], "little")])["parts"]
    assert (told["3023"]["today"], told["3023b"].get("today")) == ("3023b", None)
    client.force_login(ada)
    body = json.dumps([["3023", 4, 1], ["3023b", 4, 2]])
    listed = client.post("/studio/lists/csv/", body, content_type="application/json").content.decode()
    assert listed.splitlines()[1:] == ["3023b,4,Red,3,0,0,"]


def test_building_instructions_ask_for_a_part_once_under_todays_number():
    placed = "\n".join(f"1 4 0 {y} 0 1 0 0 0 1 0 0 0 1 {part}.dat" for y, part in ((0, "3023"), (8, "3023b")))
    plan = build_plan(ldraw.read(placed.encode()), library.bounds().get)
    assert [(lot.part, lot.quantity) for lot in plan.steps[0].lots] == [("3023b", 2)]


def test_what_another_site_has_no_number_for_is_named_on_the_page_and_beside_its_list(client, ada, catalog):
    lines = ("4 3001.dat", "16 3001.dat", "4 3001ps9.dat", "4 hose.dat")
    model = "0 FILE a.ldr\n" + "".join(f"1 {x[:2]} 0 0 0 1 0 0 0 1 0 0 0 1 {x[2:]}\n" for x in lines)
    model += "0 FILE hose.dat\n0 A hose\n0 !LDRAW_ORG Part\n3 16 0 0 0 1 0 0 0 0 1\n"
    made = actions.create(owner=ada, data=model.encode(), file_name="a.mpd")
    client.force_login(ada)
    page = client.get(made.get_absolute_url()).content.decode()
    for words in (
        "BrickLink has no number for 3 lots",
        "1 × Brick 2 x 4 (3001), Main Colour",
        "1 × 3001ps9, Red",
        "1 × hose, Red",
    ):
        assert words in page
    address = f"{made.get_absolute_url()}revisions/1/parts/"
    assert f"{address}rebrickable-left-out/" in page
    assert client.get(f"{address}rebrickable-csv/").content.decode().splitlines() == ["Part,Color,Quantity", "3001,4,1"]
    apart = client.get(f"{address}rebrickable-left-out/").content.decode()
    assert [line.split(",")[0] for line in apart.splitlines()] == ["part", "3001", "3001ps9", "hose"]
    remarks = client.get(f"{address}bricklink-xml/").content.decode()
    assert remarks.count("<ITEM>") == 1 and remarks.count("<!--") == 3
    body = json.dumps([["3001", 4, 1], ["3001", 16, 2]])
    answer = client.post("/studio/lists/rebrickable-csv/", body, content_type="application/json")
    assert json.loads(answer["X-Left-Out"]) == {
        "site": "Rebrickable",
        "number": 1,
        "lots": ["2 × Brick 2 x 4 (3001), Main Colour"],
    }


def test_a_page_names_nothing_when_every_lot_has_its_number(client, creation):
    assert "has no number for" not in client.get(creation.get_absolute_url()).content.decode()
