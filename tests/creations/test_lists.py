"""Parts lists that members bring to the Studio."""

from __future__ import annotations

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from creations import ldraw
from creations.catalog import library
from creations.ldraw.build_plan import build_plan
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


def test_a_list_that_cannot_be_read_is_refused_with_its_line(client, ada, catalog):
    client.force_login(ada)
    answer = client.post("/studio/read/", {"file": SimpleUploadedFile("parts.csv", b"a;b\n1;2\n"), "parts": "1"})
    assert answer.status_code == 400
    assert "parts.csv:1:1" in answer.json()["error"]


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
