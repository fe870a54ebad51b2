"""What nobody touched is written as it was read, to the byte."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creations.demo import designs
from creations.ldraw import read, write
from creations.ldraw.document import Placement
from creations.ldraw.identity import assign_ids
from creations.workbench.document import from_shared, to_shared

ONE = "1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat"
#: Lines as programs write them: blanks around and between, numbers in every form, metas and rubbish.
LINES = [
    ONE, "1  4 0.000 -0 1e-3 1.0 0 0 0 1.000000 0 0 0 1 3001.DAT", "  1\t0x04\t0 .5 +3 1 0 0 0 1 0 0 0 1  my part.dat  ",
    "1 0x2FF0000 0 0 0 1 0 0 0 1 0 0 0 1 s\\a.dat", "1", "1 4 0 0 x", "rubbish from a mail", "", "   ", "\t", "0", "0 ",
    "0 Title  ", "0 STEP", " 0 step ", "0 ROTSTEP 0 90 0 ABS", "0 MLCAD BTG roof ", "0  MLCAD  BTG roof", "0 BFC INVERTNEXT",
    "0 !LPUB PLI BEGIN IGN", "0 // Café, naïve", "2 24 0 0 0 1 1 1 ", "3 16 0 0 0 1 0 0 0 1 0", "5 24 0 0 0 1 1 1 2 2 2 3 3 3",
    "0 FILE a.ldr", "0  FILE  b c.ldr ", "0 file a.ldr", "0 !data x.png", "0 !: iVBORw0KGgo=", "0 NOFILE", "0 nofile  ", "-- ", "Bob",
]  # fmt: skip
ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "cp1252": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


@st.composite
def files(draw) -> bytes:
    ends = draw(st.sampled_from([["\r\n"], ["\n"], ["\r"], ["\r\n", "\n"], ["\r\n", "\n", "\r", "\r\r\n"]]))
    text = "".join(
        line + draw(st.sampled_from(ends)) for line in draw(st.lists(st.sampled_from(LINES), max_size=16))
    ) + draw(st.sampled_from(["", ONE, "0 the end"]))
    encoding = draw(st.sampled_from(list(ENCODINGS)))
    return ENCODINGS[encoding] + text.encode(encoding)


@given(files())
def test_any_file_is_written_as_it_was_read(data):
    document = read(data)
    assert write(document) == data
    assert read(write(document)) == document


@given(files())
def test_any_file_comes_out_of_the_workbench_as_it_went_in(data):
    document = read(data)
    assign_ids(document)
    assert write(from_shared(to_shared(document))) == write(document)


def without_ids(data: bytes, newline: bytes) -> bytes:
    return newline.join(line for line in data.split(newline) if not line.startswith(b"0 !PROSUM ID"))


@given(st.lists(st.sampled_from(LINES), max_size=16), st.sampled_from(["\r\n", "\n"]))
def test_ids_are_all_that_an_upload_adds(lines, newline):
    data = newline.join([ONE, *lines, ""]).encode()
    document = read(data)
    assign_ids(document)
    assert without_ids(write(document), newline.encode()) == data


@pytest.mark.parametrize("name", designs.__all__)
def test_a_design_with_one_part_painted_differs_in_one_line(name):
    data = write(getattr(designs, name)()).replace(b" 0 0 0 1 ", b"  0.00 0 0 1 ").replace(b"\r\n", b"\n", 3)
    document = read(data)
    assert write(document) == data
    placement = next(document.main.placements)
    placement.colour = 4 if placement.colour != 4 else 5
    changed = [pair for pair in zip(data.split(b"\n"), write(document).split(b"\n"), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1 and changed[0][1].startswith(b"1 ")


def test_a_source_that_says_something_else_is_not_believed():
    for source in (
        ONE.replace("3001", "3003"),
        "0 nothing",
        ONE + "\r\n" + ONE,
        "1 4 0\r0 0 1 0 0 0 1 0 0 0 1 3001.dat",
    ):
        document = read(ONE.encode())
        document.main.lines[0] = Placement(4, (0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1), "3001.dat", source=source)
        assert write(document) == ONE.encode()


def test_words_that_an_old_encoding_cannot_write_make_the_file_utf_8():
    document = read("0 Café\r\n".encode("cp1252") + ONE.encode())
    document.main.lines[0] = "0 日本"
    assert read(write(document)).main.title == "日本"


#: Every line that speaks of the next one.
SPEAKING = [
    "0 MLCAD BTG roof", "0 !LDCAD GROUP_NXT [ids=0] [nrs=-1]", "0 GROUP_NXT 1", "0 BFC INVERTNEXT", "0 BFC CCW INVERTNEXT",
    "0 !TEXMAP NEXT PLANAR 0 0 0 1 0 0 0 1 0 a.png", "0 !LPUB PLI BEGIN IGN", "0 LPUB CALLOUT BEGIN", "0 !LEOCAD PIECE HIDDEN",
]  # fmt: skip


@pytest.mark.parametrize("line", SPEAKING)
def test_an_id_stands_before_what_speaks_of_its_placement(line):
    document = read(f"0 Title\n{ONE}\n0 BFC INVERTNEXT\n{line}\n{ONE}\n".encode())
    assign_ids(document)
    kinds = [words[:12] for words in write(document).decode().split("\n")]
    assert kinds == [
        "0 Title",
        "0 !PROSUM ID",
        ONE[:12],
        "0 !PROSUM ID",
        "0 BFC INVERTNEXT"[:12],
        line[:12],
        ONE[:12],
        "",
    ]
    assert read(write(document)) == document
