"""A spreadsheet that opens a list of ours computes nothing that somebody named."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from creations.ldraw.formats import FORMATS
from creations.ldraw.parts_list import Lot, PartsList

NAMES = ["=1+1|x", "+1", "-1", "@sum(a1)", "\t=1", "\r=1"]
CSV = [name for name, (_write, media, _ending) in FORMATS.items() if "csv" in media]


@pytest.mark.parametrize("name", CSV)
def test_no_cell_begins_a_formula(name):
    lots = PartsList(tuple(Lot(part, 4, 2, custom=True) for part in NAMES))
    rows = list(csv.reader(io.StringIO(FORMATS[name][0](lots))))
    assert len(rows) == 1 + (0 if name == "rebrickable-csv" else len(NAMES))
    begun = [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert begun == [one for one in begun if one == "-1"], "a number is none"
    assert all(row[3] == "2" for row in rows[1:]), "numbers stay numbers"


def test_there_is_one_writer():
    root = Path(__file__).resolve().parents[2]
    writers = [
        path.name
        for app in ("users", "creations", "marketplace", "blog", "platform")
        for path in (root / app).rglob("*.py")
        if "csv.writer(" in path.read_text() or "csv.DictWriter(" in path.read_text()
    ]
    assert writers == ["formats.py"]
