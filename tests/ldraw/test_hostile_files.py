"""Model files and parts lists that mean ill, or were spoilt on their way: one sentence each, in little memory."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from creations import ldraw
from creations.ldraw.limits import Limits
from creations.ldraw.lists import read_list, reading
from creations.ldraw.studio_io import model_inside

MODEL = b"0 Tower\r\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\r\n"


def archive(method: int = zipfile.ZIP_DEFLATED, content: bytes = MODEL, name: str = "model.ldr") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as bundle:
        bundle.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    """`data` with another value at `offset` after each `mark`: a directory that lies."""
    out, at = bytearray(data), data.find(mark)
    while at >= 0:
        out[at + offset : at + offset + len(value)] = value
        at = data.find(mark, at + 1)
    return bytes(out)


def many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for k in range(2001):
            bundle.writestr(f"{k}", b"")
    return out.getvalue()


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
ENCRYPTED = changed(changed(archive(), LOCAL, 6, b"\x01\x00"), CENTRAL, 8, b"\x01\x00")
SPOILT = {
    "bzip2": (archive(zipfile.ZIP_BZIP2), "compressed in a way"),
    "LZMA": (archive(zipfile.ZIP_LZMA), "compressed in a way"),
    "AES": (changed(changed(archive(), LOCAL, 8, b"\x63\x00"), CENTRAL, 10, b"\x63\x00"), "compressed in a way"),
    "another password": (ENCRYPTED, "password"),
    "a bomb": (archive(content=b"0 \r\n" * 10_000_000), "unpacked"),
    "a bomb that lies": (
        changed(archive(content=b"0 \r\n" * 2_000_000), CENTRAL, 24, struct.pack("<I", 10)),
        "damaged|unpacked",
    ),
    "odd names": (archive(name="../model.ldr"), "no model.ldr"),
    "no entries": (archive(name="x"), "no model.ldr"),
    "too many entries": (many_entries(), "more than 2,000"),
    "no zip": (b"PK\x03\x04" + bytes(100), "no Studio file"),
    "nothing": (b"", "no Studio file"),
    "cut": (archive()[:-30], "no Studio file"),
    "another checksum": (changed(archive(), CENTRAL, 16, b"\1\2\3\4"), "damaged"),
    "an offset beyond": (changed(archive(), CENTRAL, 42, b"\xff\xff\xff\x7f"), "damaged|no Studio file"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_studio_file_that_cannot_be_used_says_why(name):
    data, words = SPOILT[name]
    with pytest.raises(ldraw.LDrawError, match=words) as refused:
        model_inside(data, name="a.io", limits=Limits(size=4_000_000))
    assert str(refused.value).startswith("a.io: ")


def test_every_cut_and_flipped_byte_of_a_studio_file_is_a_sentence_or_the_model():
    whole = archive()
    for at in range(len(whole)):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            try:
                model_inside(data, name="a.io")
            except ldraw.LDrawError as error:
                assert str(error).startswith("a.io: ")


def test_a_limits_sentence_is_not_hidden_behind_a_general_one():
    with pytest.raises(ldraw.LDrawLimitError, match="unpacked"):
        model_inside(archive(content=MODEL * 100), name="a.io", limits=Limits(size=1000))
    assert not issubclass(ldraw.LDrawError, ValueError), "whoever catches ValueError would hide it"
    with pytest.raises(ldraw.LDrawError, match="declares no entities"):
        read_list(b'<!DOCTYPE a [<!ENTITY b "c">]><INVENTORY>&b;</INVENTORY>', "a.xml")


@pytest.mark.parametrize("at", [10, 4095, 4096, 100_000])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_a_nul_anywhere_in_a_model_is_named_with_its_line(at, encoding):
    text = "0 é\r\n" + "0 a\r\n" * at + "0 b\0\r\n"
    with pytest.raises(ldraw.LDrawError, match=rf"a\.ldr:{at + 2}: .*binary data"):
        ldraw.read(text.encode(encoding), name="a.ldr")


def test_utf_16_without_its_mark_is_named():
    text = "0 Model\r\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\r\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        with pytest.raises(ldraw.LDrawError, match="UTF-16 without its mark"):
            ldraw.read(text.encode(encoding), name="a.ldr")


LISTS = {
    "field of 200 KB": (b"part,colour,quantity\n" + b"x" * 200_000 + b",4,1\n", "2:20000: .*too long"),
    "NUL": (b"part,colour,quantity\n30\x0001,4,1\n", "2:3: .*binary data"),
    "no columns": (b"a,b\n1,2\n", "1:1: .*must name the columns"),
    "nothing": (b"", "1:1: .*empty"),
    "blanks": (b" \n\n", "1:1: .*empty"),
    "only a heading": (b"part,colour,quantity\n", "1:1: .*empty"),
    "a quote without end": (b'part;colour;quantity\n3001;4;1\n3003;"4;2\n3003;4;3\n', "3:6: a quotation mark"),
    "UTF-16 cut off": (b"\xff\xfep\0a", "1:1: .*UTF-16"),
    "deep": (b'{"items":' + b"[" * 200_000, "1:11: .*no JSON"),
    "long JSON number": (b'{"items": [\n{"part": "1", "colour": ' + b"9" * 4400 + b"}]}", "2:1: .*no JSON"),
    "JSON cut off": (b'{"items": [\n{"part": "1", "colour": 4, "quantity": 1}\n', "3:1: .*cut off"),
    "JSON spoilt": (b'{"items": [\n{"part": "1", "colour": 4 "quantity": 1}]}', "2:27: .*no JSON"),
    "an empty array": (b"[]", "1:1: .*empty"),
    "no array": (b'{"part": "3001"}', "1:1: .*no items"),
    "XML of nothing": (b"<INVENTORY>\n</INVENTORY>", "1:1: .*empty"),
    "XML cut off": (b"<INVENTORY>\n<ITEM><ITEMID>3001</ITEM></INVENTORY>", "2:21: .*mismatched tag"),
    "XML after blank lines": (b"\n\n<?xml version='1.0'?>\n<a><b></a>", "4:9: .*mismatched tag"),
    "an entity": (b'<!DOCTYPE a [\n<!ENTITY b "c">]><a>&b;</a>', "1:13: .*declares no entities"),
    "an undeclared entity": (b"<I><ITEM><ITEMID>&eacute;</ITEMID></ITEM></I>", "1:18: .*undefined entity"),
    "deep XML": (b"<a>" * 200_000, "1:301: .*too deep"),
    "a long line": (b"part;colour;quantity;" * 2000, "1:20000: .*too long"),
    "a zip": (b"PK\x03\x04 and so on", "1:1: .*no list as CSV"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_parts_list_that_cannot_be_read_says_where_and_why(name):
    data, words = LISTS[name]
    with pytest.raises(ldraw.LDrawError, match=words) as refused:
        read_list(data, "a.txt")
    assert str(refused.value).startswith("a.txt:")


@pytest.mark.parametrize("line", [b"p%d,4,1\n", b"p%d,none,1\n"])
def test_a_list_of_too_many_lots_is_refused_whether_they_are_known_or_not(line, monkeypatch):
    monkeypatch.setattr(reading, "MAX_LOTS", 50)
    with pytest.raises(ldraw.LDrawLimitError, match=r"52:1: .*more lots than are read: 50"):
        read_list(b"part,colour,quantity\n" + b"".join(line % n for n in range(100)), "a.csv")


def test_a_list_of_too_many_entries_is_refused_also_when_all_are_of_one_lot(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ENTRIES", 50)
    with pytest.raises(ldraw.LDrawLimitError, match=r"52:1: .*more entries than are read: 50"):
        read_list(b"part,colour,quantity\n" + b"3001,4,1\n" * 100, "a.csv")
