"""`prosum ldraw` as a person at a terminal meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from creations.demo import designs
from creations.ldraw import write

PROSUM = Path(sys.executable).with_name("prosum")


def prosum(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROSUM, *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def moon_base(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("models") / "moon base.mpd"
    path.write_bytes(write(designs.moon_base()))
    return path


def test_json_lists_lots_with_lower_case_ids(moon_base):
    listed = json.loads(prosum("ldraw", "parts", moon_base, "--format", "json").stdout)
    assert listed["parts"] >= 150 and listed["lots"] == len(listed["items"])
    assert sum(item["quantity"] for item in listed["items"]) == listed["parts"]
    assert {"part": "91405", "colour": 71, "quantity": 4} in listed["items"]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("csv", "part,colour,colour_name,quantity,custom,flexible,length_mm\n"),
        ("rebrickable-csv", "Part,Color,Quantity\n"),
        ("bricklink-xml", "<INVENTORY>"),
        ("table", "part "),
    ],
)
def test_every_format_is_written(moon_base, name, begins):
    assert prosum("ldraw", "parts", moon_base, "--format", name).stdout.startswith(begins)


def test_bricklink_gets_its_own_colour_numbers(moon_base):
    assert (
        "<ITEMID>91405</ITEMID><COLOR>86</COLOR><MINQTY>4</MINQTY>"
        in prosum("ldraw", "parts", moon_base, "--format", "bricklink-xml").stdout
    )


def test_inspect_says_what_is_there(moon_base):
    shown = prosum("ldraw", "inspect", moon_base).stdout
    assert "Moon base Alcyone" in shown and "Unknown parts:  none" in shown and "32 x 32 studs" in shown
    facts = json.loads(prosum("ldraw", "inspect", moon_base, "--json").stdout)
    assert facts["submodels"] == 10 and facts["steps"] > 20


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"1 4 0 0 x 1 0 0 0 1 0 0 0 1 3001.dat", "bad.ldr:1: 'x' is no number"),
        (b"0 only words", "places nothing"),
        (None, "No such file"),
    ],
)
def test_bad_input_is_one_line_and_status_2(tmp_path, content, words):
    path = tmp_path / "bad.ldr"
    if content is not None:
        path.write_bytes(content)
    for action in ("parts", "inspect"):
        done = prosum("ldraw", action, path)
        assert done.returncode == 2 and words in done.stderr and done.stderr.count("\n") == 1 and not done.stdout


@pytest.mark.parametrize("path", ["zeros.ldr", "/dev/zero"])
def test_what_is_too_large_is_not_read_into_memory(tmp_path, path):
    zeros = tmp_path / "zeros.ldr"
    with zeros.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    done = prosum("ldraw", "parts", tmp_path / path)
    assert done.returncode == 2 and "at most 33,554,432 are read" in done.stderr and done.stderr.count("\n") == 1


def test_parts_imports_neither_django_nor_the_catalogue(moon_base):
    code = (
        "import sys; from prosum.cli import main\n"
        f"try: main(['ldraw', 'parts', {str(moon_base)!r}])\nexcept SystemExit: pass\n"
        "assert not {'django', 'numpy', 'creations.catalog'} & set(sys.modules), 'too much imported'"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", designs.__all__)
def test_every_demo_design_is_sound(name):
    """No unknown part, nothing missing, and it survives a round trip."""
    from creations.catalog import library
    from creations.ldraw import parts_list, read

    document = getattr(designs, name)()
    again = read(write(document), name=document.name)
    assert again == document
    listed = parts_list(again)
    assert not listed.missing and all(library.has_mesh(lot.part) for lot in listed)
