"""Parts lists that members bring to the Studio."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

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
