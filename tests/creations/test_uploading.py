"""From a file to a draft, and from a draft to its next revision."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from creations import actions
from creations.actions.revising import BadModel
from creations.models import Creation

pytestmark = pytest.mark.django_db


def upload(client, data: bytes, name: str = "tower.ldr", **headers):
    return client.post("/upload/", {"files": SimpleUploadedFile(name, data)}, **headers)


def test_upload_becomes_a_draft_with_its_parts_list(client, ada, tower, catalog):
    client.force_login(ada)
    answer = upload(client, tower)
    creation = Creation.objects.get()
    assert answer.url == "/@ada/tower/edit/" and creation.is_draft and creation.title == "Tower"
    assert (creation.part_count, creation.lot_count) == (3, 3)
    assert creation.current.facts["steps"] == 3 and creation.current.facts["studs"] == [4.0, 2.0]


def test_several_files_become_several_drafts(client, ada, tower, catalog):
    client.force_login(ada)
    files = [SimpleUploadedFile("a.ldr", tower), SimpleUploadedFile("b.ldr", tower)]
    client.post("/upload/", {"files": files})
    assert Creation.objects.count() == 2


WHEEL = b"0 Wheel\n1 16 0 0 0 1 0 0 0 1 0 0 0 1 3003.dat\n"
CART = b"0 Cart\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\n1 1 0 0 0 1 0 0 0 1 0 0 0 1 wheel.ldr\n"


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"cart/{name}.ldr", data)
    return out.getvalue()


def test_files_that_refer_to_each_other_become_one_draft(client, ada, tower, catalog):
    client.force_login(ada)
    named = {"wheel.ldr": WHEEL, "cart.ldr": CART, "tower.ldr": tower}
    files = [SimpleUploadedFile(name, data) for name, data in named.items()]
    client.post("/upload/", {"files": files})
    assert set(Creation.objects.values_list("title", "part_count")) == {("Cart", 2), ("Tower", 3)}


def test_a_zip_becomes_a_draft_of_each_model_in_it(client, ada, tower, catalog):
    client.force_login(ada)
    told = upload(
        client, zipped(wheel=WHEEL, cart=CART, tower=tower), "cart.zip", HTTP_ACCEPT="application/json"
    ).json()
    assert {made["title"] for made in told["made"]} == {"Cart", "Tower"}
    for data, words in (
        (zipped(), "no model file"), (b"PK", "no archive"), (zipped(a=b"0" * 30_000_000), "unpacked"), (zipped(a=b"0 no"), "places nothing"),
    ):  # fmt: skip
        answer = upload(client, data, "bad.zip", HTTP_ACCEPT="application/json")
        assert answer.status_code == 400 and words in answer.json()["error"]
    assert Creation.objects.count() == 2


def test_the_api_takes_the_files_of_one_model(client, ada, tower, catalog):
    client.force_login(ada)
    files = [SimpleUploadedFile("wheel.ldr", WHEEL), SimpleUploadedFile("cart.ldr", CART)]
    made = client.post("/api/v1/creations/", {"file": files})
    assert made.status_code == 201 and made.json()["part_count"] == 2
    apart = [SimpleUploadedFile("tower.ldr", tower), SimpleUploadedFile("cart.ldr", CART)]
    refused = client.post("/api/v1/creations/", {"file": apart})
    assert refused.status_code == 400 and "do not refer to each other" in refused.content.decode()
    archive = SimpleUploadedFile("cart.zip", zipped(wheel=WHEEL, cart=CART))
    newer = client.post(f"/api/v1/creations/{made.json()['id']}/revisions/", {"file": archive})
    assert newer.status_code == 201 and newer.json()["number"] == 2 and newer.json()["part_count"] == 2


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"1 4 0 0 x 1 0 0 0 1 0 0 0 1 3001.dat", "bad.ldr", "bad.ldr:1"),
        (b"GIF89a", "picture.gif", ".ldr, .mpd"),
        (b"0 no", "no.ldr", "places nothing"),
    ],
)
def test_bad_file_is_answered_with_a_sentence(client, ada, data, name, words):
    client.force_login(ada)
    page = upload(client, data, name)
    assert page.status_code == 400 and words in page.content.decode()
    answer = upload(client, data, name, HTTP_ACCEPT="application/json")
    assert answer.status_code == 400 and words in json.loads(answer.content)["error"]
    assert not Creation.objects.exists()


def test_file_over_the_limit_is_refused(client, ada, tower, settings):
    settings.PROSUM_MODEL_BYTES = 10
    client.force_login(ada)
    assert upload(client, tower).status_code == 400


def test_new_revision_and_restoring_the_old_one(client, ada, creation, tower):
    client.force_login(ada)
    taller = tower + b"1 4 0 -72 0 1 0 0 0 1 0 0 0 1 3001.dat\r\n"
    client.post("/@ada/tower/revisions/add/", {"file": SimpleUploadedFile("tower.ldr", taller), "message": "Taller"})
    creation.refresh_from_db()
    assert (creation.current.number, creation.part_count, creation.lot_count) == (2, 4, 3)
    client.post("/@ada/tower/revisions/1/restore/")
    creation.refresh_from_db()
    assert (creation.current.number, creation.part_count) == (3, 3)
    page = client.get("/@ada/tower/history/").content.decode()
    assert "Taller" in page and "revisions/2/model.mpd" in page


def test_every_revision_and_parts_list_can_be_downloaded(client, creation):
    model = client.get("/@ada/tower/revisions/1/model.mpd")
    assert model["Content-Disposition"].startswith("attachment") and b"3001.dat" in model.content
    assert b"0 !PROSUM ID " in model.content
    listed = json.loads(client.get("/@ada/tower/revisions/1/parts/json/").content)
    assert listed["parts"] == 3 and {"part": "3001", "colour": 4, "quantity": 1} in listed["items"]
    assert client.get("/@ada/tower/revisions/1/parts/nothing/").status_code == 404


def test_a_hose_is_one_part_on_the_page_in_the_lists_and_in_the_price(client, ada, catalog):
    brick, segment = "1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat", "1 0 {} 0 0 1 0 0 0 1 0 0 0 1 79.dat"
    hose = ["0 SYNTH BEGIN HOSE_FLEXIBLE_8.5L 0", *(segment.format(4 * k) for k in range(9)), "0 SYNTH END"]
    client.force_login(ada)
    upload(client, "\n".join(["0 Pump", brick, *hose, *hose[:-1], segment.format(99), hose[-1]]).encode())
    made = Creation.objects.get()
    lots = made.current.lots.order_by("part").values_list("part", "quantity", "custom", "flexible", "length_mm")
    assert list(lots) == [("3001", 1, False, False, 0), ("HOSE_FLEXIBLE_8.5L", 2, True, True, 68)]
    assert (made.part_count, made.lot_count) == (3, 2)
    page = client.get("/@ada/pump/").content.decode()
    assert "HOSE_FLEXIBLE_8.5L" in page and "flexible, 68 mm" in " ".join(page.split()) and "79</" not in page
    item = client.get("/@ada/pump/revisions/1/parts/json/").json()["items"][1]
    assert item["flexible"] and item["custom"] and item["length_mm"] == 68 and item["quantity"] == 2
    there = client.get(f"/api/v1/creations/{made.pk}/revisions/1/parts/").json()
    assert there["parts"] == 3 and there["items"][1] == item
    wanted = client.get("/@ada/pump/revisions/1/parts/bricklink-xml/").content.decode()
    assert wanted.count("<ITEM>") == 1 and "no BrickLink number: 2 x HOSE_FLEXIBLE_8.5L" in wanted
    copied = actions.add_revision(creation=made, member=ada, data=b"0 Pump\n" + brick.encode(), file_name="pump.ldr")
    restored = actions.restore(revision=copied.creation.revisions.get(number=1), member=ada)
    assert restored.lots.get(flexible=True).length_mm == 68


def test_unknown_and_custom_parts_are_told(client, ada, catalog):
    text = (
        b"0 FILE a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 nosuchpart.dat\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 own.dat\n"
        b"0 FILE own.dat\n0 Own\n3 16 0 0 0 10 0 0 0 10 0\n"
    )
    creation = actions.create(owner=ada, data=text, file_name="a.mpd")
    client.force_login(ada)
    page = client.get(creation.get_absolute_url()).content.decode()
    assert "Not in the parts catalogue" in page and "nosuchpart" in page
    assert "drawn in the file itself" in page


def test_a_name_is_no_way_out_of_the_store(ada, tower, catalog):
    creation = actions.create(owner=ada, data=tower, file_name="../../etc/tower.ldr")
    assert creation.current.file_name == "tower.ldr" and creation.current.model.startswith("models/")
    with pytest.raises(BadModel):
        actions.create(owner=ada, data=tower, file_name="../../etc/passwd")
