"""Model files and parts lists that mean ill, or were spoilt on their way: one sentence each, in little memory."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from creations import ldraw
from creations.ldraw.limits import Limits
from creations.ldraw.list_reader import read_list
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
    "field of 200 KB": ("a.csv", b"part,colour,quantity\n" + b"x" * 200_000 + b",4,1\n", "field larger"),
    "long number": ("a.csv", b"part,colour,quantity\n3001,4," + b"9" * 4400 + b"\n", "not all here"),
    "large number": ("a.csv", b"part,colour,quantity\n3001,4,9999999999\n", "not all here"),
    "short row": ("a.csv", b"colour,quantity,part\n4\n", "not all here"),
    "NUL": ("a.csv", b"part,colour,quantity\n30\x0001,4,1\n", "binary data"),
    "no columns": ("a.csv", b"\n", "must name the columns"),
    "deep": ("a.json", b'{"items":' + b"[" * 200_000, "no parts list"),
    "Infinity": ("a.json", b'{"items": [{"part": "1", "colour": Infinity, "quantity": 1}]}', "no parts list"),
    "long JSON number": ("a.json", b'{"items": [{"part": "1", "colour": ' + b"9" * 4400 + b"}]}", "no parts list"),
    "a list": ("a.json", b"[]", "no parts list"),
    "XML of long numbers": ("a.xml", b"<I><ITEM><ITEMID>1</ITEMID><MINQTY>" + b"9" * 4400 + b"</MINQTY></ITEM></I>", "no BrickLink"),
    "XML in no encoding": ("a.xml", b'<?xml version="1.0" encoding="no-such"?><a/>', "no BrickLink"),
    "XML in a wide encoding": ("a.xml", b'<?xml version="1.0" encoding="shift_jis"?><a/>', "no BrickLink"),
    "deep XML": ("a.xml", b"<a>" * 200_000, "no BrickLink"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_parts_list_that_cannot_be_read_says_why(name):
    file, data, words = LISTS[name]
    with pytest.raises(ldraw.LDrawError, match=words) as refused:
        read_list(data, file)
    assert str(refused.value).startswith(file)


def test_a_short_row_without_its_part_is_left_out():
    assert not list(read_list(b"quantity,colour,part\n1,4\n", "a.csv"))
