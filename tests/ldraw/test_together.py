"""Several files, folders, zips and Studio's files as one model."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from creations.ldraw import LDrawError, LDrawLimitError, Limits, parts_list, read, write
from creations.ldraw.archives import files_inside
from creations.ldraw.studio_io import read_studio
from creations.ldraw.together import Named, read_together

from .test_command import prosum


def at(name: str, colour: int = 4) -> str:
    return f"1 {colour} 0 0 0 1 0 0 0 1 0 0 0 1 {name}"


FACE = "3 16 0 0 0 1 0 0 0 1 0"
AXLE, EDGE, GRIP = "sub\\axle.ldr", "s\\ownedge.dat", "s\\grip01.dat"
CAR = {
    "car/main.ldr": f"0 Car\r\n{at('Wheel.LDR', 0)}\r\n{at(AXLE)}\r\n{at('own.dat')}\r\n",
    "car/wheel.ldr": f"0 Wheel\n{at('3001.dat', 16)}\n{at('3003.dat', 1)}\n",
    "car/sub/axle.ldr": f"0 Axle\n{at('wheel.ldr', 2)}\n{at('sub/pin.mpd')}",
    "car/sub/pin.mpd": f"0 FILE pin.ldr\n0 Pin\n{at('tip.ldr')}\n0 FILE tip.ldr\n{at('3024.dat', 14)}\n0 NOFILE\n",
    "car/parts/own.dat": f"0 Own\n0 !LDRAW_ORG Unofficial_Part\n{at(EDGE, 16)}\n",
    "car/parts/s/ownedge.dat": f"0 ~Edge\n0 !LDRAW_ORG Unofficial_Subpart\n{FACE}\n",
    "car/parts/unused.dat": f"0 Unused\n0 !LDRAW_ORG Unofficial_Part\n{FACE}\n",
}
LOTS = {"3001": 2, "3003": 2, "3024": 1, "own": 1}


def named(files: dict[str, str]) -> list[Named]:
    return [Named(path, text.encode()) for path, text in files.items()]


def lots(document) -> dict[str, int]:
    found: dict[str, int] = {}
    for lot in parts_list(document):
        found[lot.part] = found.get(lot.part, 0) + lot.quantity
    return found


def zipped(files: dict[str, str | bytes], password: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return out.getvalue()


@pytest.mark.parametrize("order", [1, -1])
def test_files_that_refer_to_each_other_are_one_model(order):
    [document] = read_together(named(CAR)[::order])
    assert document.main.title == "Car" and lots(document) == LOTS
    assert lots(read(write(document))) == LOTS, "written, it is the same"
    assert write(document).startswith(b"0 FILE main.ldr\r\n0 Car\r\n1 0 0 0 0 1 0 0 0 1 0 0 0 1 Wheel.LDR\r\n")


def test_models_that_nothing_joins_stay_apart_and_share_what_they_both_use():
    both = {"a.ldr": f"0 A\n{at('wheel.ldr')}", "b.ldr": f"0 B\n{at('wheel.ldr')}", "wheel.ldr": at("3005.dat")}
    assert [(each.main.title, lots(each)) for each in read_together(named(both))] == [
        ("A", {"3005": 1}),
        ("B", {"3005": 1}),
    ]


def test_what_is_in_no_order_or_too_much_is_said():
    with pytest.raises(LDrawError, match="circle"):
        read_together(named({"a.ldr": at("b.ldr"), "b.ldr": at("a.ldr")}))
    with pytest.raises(LDrawLimitError, match="together"):
        read_together(named(CAR), limits=Limits(size=300))
    with pytest.raises(LDrawLimitError, match="more lines"):
        read_together(named(CAR), limits=Limits(lines=6))


def test_a_studio_file_brings_its_own_parts():
    model = f"0 FILE Model.ldr\n{at('3001.dat')}\n{at('grip.dat')}\n"
    grip = f"0 Grip\n0 !LDRAW_ORG Unofficial_Part\n{at(GRIP)}\n"
    inside = {
        "model.ldr": model,
        "CustomParts/parts/grip.dat": grip,
        "CustomParts/parts/s/grip01.dat": FACE,
        "x.png": "x",
    }
    document = read_studio(zipped(inside), name="a.io")
    assert [(lot.part, lot.custom) for lot in parts_list(document)] == [("3001", False), ("grip", True)]
    assert {file.name for file in document.files} == {"Model.ldr", "grip.dat", "s/grip01.dat"}


def test_an_archive_is_not_believed():
    bomb = zipped({f"{k}.ldr": b"0" * 30_000_000 for k in range(3)})
    with pytest.raises(LDrawLimitError, match="unpacked"):
        files_inside(bomb, name="a.zip")
    many = zipped({f"{k}.ldr": at("3001.dat") * 40 for k in range(30)})
    with pytest.raises(LDrawLimitError, match="unpacked"):
        files_inside(many, name="a.zip", limits=Limits(size=20_000))
    hidden = zipped({"__MACOSX/._a.ldr": "x", "../a.ldr": at("3001.dat"), ".git/b.ldr": "x", "a.png": "x"})
    assert [file.path for file in files_inside(hidden, name="a.zip")] == []
    for data in (b"PK\x03\x04", b"", zipped({"a.ldr": "x"})[:-9]):
        with pytest.raises(LDrawError, match=r"no archive|damaged"):
            files_inside(data, name="a.zip")


def test_the_command_reads_files_folders_and_zips(tmp_path):
    for path, text in CAR.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, newline="")
    archive = tmp_path / "car.zip"
    archive.write_bytes(zipped(CAR))
    several = [tmp_path / path for path in CAR]
    for files in (several, [tmp_path / "car"], [archive]):
        done = prosum("ldraw", "parts", *files, "--format", "json")
        assert {lot["part"]: 0 for lot in json.loads(done.stdout)["items"]} == dict.fromkeys(LOTS, 0), done.stderr
        assert json.loads(done.stdout)["parts"] == sum(LOTS.values())
    twice = prosum("ldraw", "parts", archive, archive, "--format", "json")
    assert json.loads(twice.stdout)["parts"] == 2 * sum(LOTS.values())
    empty = tmp_path / "empty"
    empty.mkdir()
    done = prosum("ldraw", "parts", empty)
    assert done.returncode == 2 and "no model file in this folder" in done.stderr
