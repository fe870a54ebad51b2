"""What goes into the Studio and comes out of it."""

from __future__ import annotations

import io
import json
import os
import struct

import pytest
from PIL import Image

from creations import actions, ldraw
from creations.demo import designs
from creations.models import Creation

from .studio import enter, exported, lots, panel, until


@pytest.mark.django_db(transaction=True)
def test_every_model_of_the_demo_opens_and_comes_back_the_same(designer, ada, tmp_path):
    """In the gate each fifth; `DESIGNS=all` opens all."""
    designer.set_viewport_size({"width": 1100, "height": 420})  # what it looks like is seen elsewhere, and costs most
    for name in designs.__all__[:: 1 if os.environ.get("DESIGNS") == "all" else 5]:
        document = getattr(designs, name)()
        creation = actions.create(owner=ada, data=ldraw.write(document), file_name=f"{name}.mpd")
        enter(designer, f"/@ada/{creation.slug}/studio/")
        found = exported(designer, tmp_path)
        kept = ldraw.write(ldraw.read(_model(creation), name="model.mpd"))
        assert found == kept, f"{name}: exported as it was saved, id for id"
        assert panel(designer) == sorted(lots(found).values()), name
        # Bring the export in again: the same parts once more.
        path = tmp_path / "again.mpd"
        path.write_bytes(found)
        designer.click("[data-action=import]")
        designer.set_input_files("#bring-file", path)
        until(designer, "() => !document.querySelector('dialog[open]')")
        twice = lots(exported(designer, tmp_path))
        assert twice == {lot: 2 * count for lot, count in lots(found).items()}, name


def _model(creation: Creation) -> bytes:
    from users import files

    return files.load(creation.current.model)


@pytest.mark.django_db(transaction=True)
def test_a_random_session_exports_what_its_panel_shows_and_undoes_to_the_start(open_tower, tmp_path):
    page = open_tower
    start = exported(page, tmp_path)
    keys = [
        "Control+a",
        "Control+d",
        "ArrowRight",
        "d",
        "PageUp",
        "Control+g",
        "Control+d",
        "h",
        "Shift+H",
        "w",
        "Control+i",
    ]
    for turn in range(44):
        page.keyboard.press(keys[(turn * 7) % len(keys)])
        if turn % 5 == 0:
            page.click(f".colour-recent button >> nth={turn % 9}")
    assert panel(page) == sorted(lots(exported(page, tmp_path)).values())
    for _ in range(page.evaluate("() => prosum.store.history.undoStack.length")):
        page.keyboard.press("Control+z")
    assert exported(page, tmp_path) == start


@pytest.mark.django_db(transaction=True)
def test_a_studio_file_and_a_bad_file_brought_in(open_tower, tmp_path):
    import zipfile

    page = open_tower
    studio = tmp_path / "from-studio.io"
    with zipfile.ZipFile(studio, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.ldr", "0 From Studio\r\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3005.dat\r\n")
    page.click("[data-action=import]")
    page.set_input_files("#bring-file", studio)
    until(page, "() => prosum.store.files.size === 2")
    bad = tmp_path / "bad.ldr"
    bad.write_text("0 Bad\n1 4 0 0 3005.dat\n")
    page.click("[data-action=import]")
    page.set_input_files("#bring-file", bad)
    page.wait_for_selector("dialog[open] .refusal")
    assert "bad.ldr, 2" in page.inner_text("dialog[open] .refusal")


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_export_holds_the_model(open_tower, tmp_path):
    page = open_tower
    made = {}
    page.click("[data-action=export]")
    page.wait_for_selector(".exports button")
    for number in range(page.locator(".exports button").count()):
        with page.expect_download() as download:
            page.click(f".exports button >> nth={number}")
        path = tmp_path / f"{number}-{download.value.suggested_filename}"
        download.value.save_as(path)
        made[download.value.suggested_filename] = path.read_bytes()
        until(page, "() => !document.querySelector('.exports button').disabled")
    assert sorted(made) == [
        "tower-bricklink.xml", "tower-parts.csv", "tower-parts.json", "tower-rebrickable.csv", "tower.glb", "tower.ldr", "tower.png",
    ]  # fmt: skip

    magic, _version, length, size = struct.unpack_from("<4sIII", made["tower.glb"])
    assert (magic, length) == (b"glTF", len(made["tower.glb"]))
    scene = json.loads(made["tower.glb"][20 : 20 + size])
    placed = [node for node in scene["nodes"] if "mesh" in node]
    assert (
        len(placed) == 3
        and len({scene["materials"][m["primitives"][0]["material"]]["name"] for m in scene["meshes"]}) == 3
    )
    assert sorted(node.get("matrix", [0] * 16)[13] for node in placed) == [-48, -24, 0], "LDU, below a scaled root"

    picture = Image.open(io.BytesIO(made["tower.png"])).convert("RGB")
    box = page.locator(".model canvas").bounding_box()
    assert picture.width == pytest.approx(2 * box["width"], abs=2)
    assert len({tuple(c // 64 for c in rgb) for rgb in picture.resize((64, 64)).getdata()}) > 4, (
        "three colours of brick"
    )

    assert sorted(lots(made["tower.ldr"])) == [("3001", 1), ("3001", 4), ("3001", 14)]
    assert made["tower-bricklink.xml"].count(b"<ITEM>") == 3
    for name in ("tower-parts.csv", "tower-rebrickable.csv", "tower-parts.json"):
        assert made[name].count(b"3001") >= 3, name
