"""Spoilt stock files are read as far as they go, or refused in a sentence, and in time that grows with their size.

`SPOILT=20000` tries that many.
"""

from __future__ import annotations

import os
import random
import time

import pytest

from creations.ldraw import LDrawError
from marketplace.stock_files import FileLot, StockFile, Told, read_stock
from marketplace.stock_files.comparing import Mode, Stocked, compare
from marketplace.stock_files.lots import Change
from marketplace.stock_files.writing import as_bricklink_xml, as_bsx, as_csv, as_mass_update

LOTS = [
    FileLot(
        "3001", 4, "N", 1200, 350, 10, ((50, 300), (100, 250)), 20, "Fach 3; links", "A-1", "fine & <b>clean</b>", True
    ),
    FileLot("6141", 0, "U", 7, 125, retain=True, centigrams=14, lot_id="101", base={"quantity": 5, "price": 100}),
    FileLot("3023b", 15, "N", 3, 12_345_600, remarks="été “x” 'y' \"z\""),
]
CHANGES = [Change("1", by=5, values={"price": 100}), Change("2", delete=True), Change("3", by=-2)]
GERMAN = 'Teil;Farbe;Anzahl;Preis;Zustand;Lagerort\r\n3001;Rot;"1.200";0,05;neu;"a; ""b"""\r\n3003;Weiß;5;1.234,5;gebraucht;=1+1\r\n'
FILES = [
    "".join(as_bricklink_xml(LOTS)).encode(),
    "".join(as_bsx(LOTS, "EUR")).replace("<BrickStoreXML>", "<!DOCTYPE BrickStoreXML>\n<BrickStoreXML>", 1).encode(),
    "".join(as_mass_update(CHANGES)).encode(),
    "".join(as_csv(LOTS)).encode(),
    GERMAN.encode("cp1252"),
    GERMAN.encode("utf-16"),
]
PIECES = [
    b"<", b">", b"&", b"&amp;", b"&#0;", b"&#xffffffff;", b'"', b"'", b";", b",", b"\t", b"\n", b"\r", b"\0", b"\xff", b"\xe9",
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<ITEM>", b"</ITEM>", b"</INVENTORY>", b"<QTY>", b"-1", b"+", b"9" * 400, b"1e9",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<?xml?>", b"<b>", b"</", b"/>", "é€“".encode(), "٣".encode(), b"\xef\xbb\xbf", b"=", b"0",
]  # fmt: skip


def spoilt(rng: random.Random) -> bytes:
    data = bytearray(rng.choice(FILES))
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        way = rng.randrange(6)
        if way == 0:
            del data[at : at + rng.choice([1, 2, 10, 100])]
        elif way == 1:
            data[at:at] = rng.choice(PIECES)
        elif way == 2 and at < len(data):
            data[at] = rng.randrange(256)
        elif way == 3:
            start = rng.randrange(len(data) + 1)
            data[at:at] = data[start : start + rng.randint(1, 200)]
        elif way == 4:
            data[at : at + 1] = rng.choice(PIECES)
        elif rng.random() < 0.3:
            del data[at:]
    return bytes(data)


def sound(found: StockFile) -> None:
    """What a shop's tables can hold, and what a page can tell."""
    for lot in found.lots:
        assert 0 <= lot.quantity < 2**31 and (lot.price is None or 0 <= lot.price < 2**31) and lot.bulk >= 1, lot
        assert lot.condition in ("N", "U") and lot.line >= 1 and 0 <= lot.sale <= 90
        assert lot.remarks.isprintable() and lot.location.isprintable() and lot.description.isprintable()
    for problem in (*found.problems, *found.notes):
        assert problem.line >= 1 and problem.column >= 1 and problem.text.isprintable(), problem
    shop = [Stocked(number, lot, 1) for number, lot in enumerate(LOTS)]
    for mode in Mode:
        fates = compare(shop, found, mode).fates
        assert len(fates) == len(found.lots) + len(found.problems) + sum(not one.delete for one in found.changes) + sum(
            one.delete and fate_is_refused(one, shop) for one in found.changes
        )


def fate_is_refused(change: Change, shop: list[Stocked]) -> bool:
    return not any(one.lot.lot_id == change.lot_id if change.lot_id else one.lot.key == change.key for one in shop)


def test_spoilt_files_give_lots_and_problems_or_a_sentence():
    for number in range(int(os.environ.get("SPOILT", "400"))):
        rng = random.Random(number)
        data = spoilt(rng)
        told = Told(rng.choice(["", "", "bsx", "mass-update", "csv", "bricklink-xml"]))
        try:
            sound(read_stock(data, "stock", told=told))
        except LDrawError as error:
            assert error.reason and "\n" not in str(error), number
        except Exception as error:
            raise AssertionError(f"number {number}: {data!r}") from error


ITEM = "<ITEM><ITEMID>3001</ITEMID><COLOR>5</COLOR><QTY>1</QTY></ITEM>"
ODD = {
    "nothing but <": "<INVENTORY>" + "<" * 300_000,
    "remarks that never end": "<INVENTORY>" + "<!--" * 100_000,
    "texts that never end": f"<INVENTORY>{ITEM}" + "<![CDATA[" * 50_000,
    "tags that never end": "<INVENTORY>" + "<ITEM " * 100_000,
    "attributes without end": f"<INVENTORY>{ITEM}<ITEM><DifferenceBaseValues " + 'a="' * 100_000,
    "bare ampersands": f"<INVENTORY><ITEM><REMARKS>{'&' * 300_000}</REMARKS></ITEM>{ITEM}",
    "items in items": "<INVENTORY>" + "<ITEM>" * 100_000,
    "one long line": "part;colour;quantity\n" + "3001;4;1;" * 100_000,
    "quotation marks": "part;colour;quantity\n" + '"' * 100_001,
    "delimiters": ";" * 19_000 + "\n" * 100_000,
    "long names": f"<INVENTORY><ITEM><{'a' * 300_000}>",
    "lots of one number": f"<INVENTORY>{ITEM * 5000}</INVENTORY>",
    "blanks": " " * 300_000 + "<INVENTORY>" + " " * 300_000,
    "a page's beginning": ("<?xml " + "<!-- " * 50_000),
    "digits": f"<INVENTORY><ITEM><ITEMID>3001</ITEMID><COLOR>5</COLOR><QTY>{'1,' * 100_000}</QTY></ITEM></INVENTORY>",
}


@pytest.mark.parametrize("what", ODD)
def test_no_file_takes_longer_than_its_size(what):
    begun = time.process_time()
    try:
        found = read_stock(ODD[what].encode(), "stock")
        compare([], found, Mode.REPLACE)
    except LDrawError as error:
        assert error.reason
    assert time.process_time() - begun < 3
