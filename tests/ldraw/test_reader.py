"""Files as real programs write them, and files nobody should write."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creations.ldraw import LDrawError, LDrawLimitError, Limits, parts_list, read, write
from creations.ldraw.document import Placement
from creations.ldraw.summary import summarise

ONE = "1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat"


def parts(text: str | bytes, **kwargs):
    data = text.encode() if isinstance(text, str) else text
    return parts_list(read(data, **kwargs))


@pytest.mark.parametrize(
    "data",
    [
        ONE.encode(),
        ONE.encode() + b"\r\n",
        b"\xef\xbb\xbf" + ONE.encode(),
        ("0 Café\n" + ONE).encode("latin-1"),
        ("0 Café\n" + ONE).encode("utf-8"),
        ("0 Café\n" + ONE).encode("utf-16"),
        b"\t 1\t4 0 0 0 1 0 0 0 1 0 0 0 1  3001.DAT  \r",
        b"1 0x4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat",
    ],
)
def test_encodings_line_ends_and_case_give_the_same_lot(data):
    lots = list(parts(data))
    assert [(lot.part, lot.colour, lot.quantity) for lot in lots] == [("3001", 4, 1)]


def test_names_may_hold_spaces_and_backslashes():
    text = "0 FILE main model.ldr\n1 16 0 0 0 1 0 0 0 1 0 0 0 1 Sub\\My Wall.LDR\n0 FILE sub/my wall.ldr\n" + ONE
    assert parts(text).parts == 1


def test_colour_16_takes_the_colour_of_the_reference():
    text = "0 FILE a.ldr\n1 1 0 0 0 1 0 0 0 1 0 0 0 1 b.ldr\n0 FILE b.ldr\n1 16 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat"
    assert [lot.colour for lot in parts(text)] == [1]


def test_direct_colours_are_kept_as_numbers():
    lots = list(parts("1 0x2FF8000 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat"))
    assert lots[0].colour == 0x2FF8000


def test_embedded_part_is_one_custom_lot_and_its_geometry_is_not_counted():
    text = (
        "0 FILE a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 my part.dat\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\n"
        "0 FILE my part.dat\n0 Mine\n1 16 0 0 0 1 0 0 0 1 0 0 0 1 4-4cyli.dat\n1 16 0 0 0 1 0 0 0 1 0 0 0 1 s\\mine.dat\n"
    )
    assert [(lot.part, lot.custom) for lot in parts(text)] == [("3001", False), ("my part", True)]


def test_file_that_declares_itself_a_part_is_one_whatever_its_name():
    text = (
        "0 FILE a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 hose.ldr\n"
        "0 FILE hose.ldr\n0 Hose\n0 !LDRAW_ORG Unofficial_Part\n1 16 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\n"
    )
    assert [(lot.part, lot.custom) for lot in parts(text)] == [("hose", True)]


@pytest.mark.parametrize(
    "name", ["4-4cyli.dat", "48\\1-4cyli.dat", "8/4-4disc.dat", "stud.dat", "s\\3001s01.dat", "BOX5.DAT"]
)
def test_primitives_and_subparts_are_never_parts(name):
    assert parts(f"{ONE}\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 {name}").parts == 1


def test_an_embedded_dat_that_only_places_parts_is_a_submodel():
    engine = f"0 FILE engine.dat\n0 Engine\n0 Name: engine.dat\n{ONE}\n0 STEP\n{ONE}\n"
    text = "0 FILE a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 engine.dat\n" + engine
    assert [(lot.part, lot.quantity, lot.custom) for lot in parts(text)] == [("3001", 2, False)]
    subpart = "0 FILE engine-a.dat\n0 ~Engine A\n0 !LDRAW_ORG Unofficial_Subpart\n3 16 0 0 0 1 0 0 0 1 0\n"
    for own in ("3 16 0 0 0 1 0 0 0 1 0", ONE.replace("3001", "stud"), ONE.replace("3001", "engine-a")):
        assert [(lot.part, lot.custom) for lot in parts(f"{text}{own}\n{subpart}")] == [("engine", True)]
    for header in ("0 !LDRAW_ORG Unofficial_Part", "0 Unofficial Part", "0 !LDRAW_ORG Shortcut UPDATE 2020-01"):
        assert [lot.custom for lot in parts(text.replace("0 Engine\n", f"0 Engine\n{header}\n"))] == [True]
    named_dat = text.replace("0 Engine\n", "0 Engine\n0 !LDRAW_ORG Unofficial_Model\n") + "3 16 0 0 0 1 0 0 0 1 0\n"
    assert [lot.part for lot in parts(named_dat)] == ["3001"]


def told(text: str) -> dict[str, list[str]]:
    summary, _, _ = summarise(read(text.encode()), known=lambda part: True, bounds=lambda part: None)
    return {warning.code: warning.names for warning in summary.warnings}


def test_lone_subparts_and_models_that_nothing_uses_are_told():
    seat = ONE.replace("3001", "s\\3626bs01"), ONE.replace("3001", "seat-a"), ONE.replace("3001", "stud")
    own = "0 FILE seat-a.dat\n0 ~Seat\n0 !LDRAW_ORG Unofficial_Subpart\n3 16 0 0 0 1 0 0 0 1 0\n"
    text = "\n".join(
        ["0 FILE a.ldr", ONE, *seat, own + "0 FILE b.ldr", ONE, "0 FILE c.ldr", ONE.replace("3001.dat", "b.ldr")]
    )
    assert told(text) == {"subpart": ["s\\3626bs01.dat", "seat-a.dat"], "unreached": ["b.ldr", "c.ldr"]}
    assert parts(text).parts == 1
    part = f"0 FILE own.dat\n0 Own\n0 !LDRAW_ORG Unofficial_Part\n{seat[0]}\n"
    assert told(f"0 FILE a.ldr\n{ONE.replace('3001', 'own')}\n{part}") == {}


def test_moved_part_counts_under_its_new_number():
    text = "0 FILE a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 old.dat\n0 FILE old.dat\n0 ~Moved to 3001\n1 16 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat"
    assert [lot.part for lot in parts(text)] == ["3001"]


def test_data_blocks_are_kept_and_not_read_as_models():
    text = f"0 FILE a.ldr\n{ONE}\n0 !DATA picture.png\n0 !: iVBORw0KGgo=\n"
    document = read(text.encode())
    assert document.files[1].data and read(write(document)) == document


def test_what_stands_after_nofile_survives():
    text = f"0 before\n0 FILE a.ldr\n{ONE}\n0 NOFILE\n0 between\n0 FILE b.ldr\n{ONE}\n"
    document = read(text.encode())
    assert document.preamble == ["0 before"] and document.outside == {0: ["0 between"]}
    assert read(write(document)) == document


def test_ids_stay_with_their_placements():
    document = read(f"0 !PROSUM ID abc\n{ONE}\n".encode())
    assert next(document.main.placements).id == "abc"
    assert b"0 !PROSUM ID abc\n1 4" in write(document)


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("0 nothing", "places nothing", 0),
        ("", "places nothing", 0),
        ("1 4 0 0 nan 1 0 0 0 1 0 0 0 1 3001.dat", "no finite number", 1),
        ("1 4 0 0 1e999 1 0 0 0 1 0 0 0 1 3001.dat", "no finite number", 1),
        ("1 red 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat", "'red' is no colour", 1),
        ("1 -4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat", "'-4' is no colour", 1),
        ("1 4 0 0 0", "14 words", 1),
        ("hello", "begins with", 1),
        ("0 Words\n1", "none of these", 2),
    ],
)
def test_bad_lines_are_named(text, reason, line):
    with pytest.raises(LDrawError) as caught:
        parts(text, name="bad.ldr")
    assert reason in str(caught.value) and caught.value.line == line and str(caught.value).startswith("bad.ldr:")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1 4 0 0 zero 1 0 0 0 1 0 0 0 1 3001.dat", "'zero' is no number"),
        ("1 4 0 0 inf 1 0 0 0 1 0 0 0 1 3001.dat", "no finite number"),
        ("1 4 1e30 0 0 1 0 0 0 1 0 0 0 1 3001.dat", "'1e30' is larger than any model"),
        ("1 4 0 0 0 1 0 0 0 -10000001 0 0 0 1 3001.dat", "larger than any model"),
        ("2 24 0 0 0 1e15 0 0", "larger than any model"),
        ("1 4 0 0 0 1 0 0 0 1 0 0 0 1 ", "13 of these 14 words"),
        ("3 4 0 0 0 1 1 x 2 2 2", "'x' is no number"),
        ("rubbish from a mail", "begins with"),
        ("1", "none of these"),
    ],
)
def test_a_line_that_cannot_be_read_is_kept_left_out_and_noted(line, reason):
    document = read(f"{ONE}\n{line}\n{ONE}\n".encode())
    assert parts_list(document).parts == 2
    [problem] = document.problems
    assert problem.line == 2 and reason in problem.reason
    assert write(document).splitlines()[1] == line.encode()
    with pytest.raises(LDrawError, match=reason):
        read(f"{ONE}\n{line}\n{ONE}\n".encode(), strict=True)


def test_what_stands_outside_every_file_is_nobodys():
    text = f"From: somebody\nHere is my model.\n0 FILE a.ldr\n{ONE}\n0 NOFILE\nBye\n"
    document = read(text.encode(), strict=True)
    assert parts_list(document).parts == 1 and not document.problems
    assert write(document).decode() == text


@pytest.mark.parametrize(
    ("text", "lots"),
    [
        (f"Look at this line:\n{ONE}\n0 FILE a.ldr\n{ONE}\n", 1),
        (f"{ONE}\n0 FILE a.ldr\n{ONE}\n0 NOFILE\n{ONE}\n-- \nBob\n", 1),
        (f"0 FILE a.ldr\n{ONE}\n0 NOFILE\n{ONE}\n{ONE}\n0 FILE b.ldr\n{ONE}\n0 NOFILE\n{ONE}\n", 1),
        (f"0 A car\n{ONE}\n0 NOFILE\n{ONE}\n-- \nBob\n", 1),
        (f"From: bob@example.org\nSubject: a car\n\n0 A car\n{ONE}\n", 1),
        (f"{ONE.replace('3001.dat', 'A.ldr')}\n0 FILE a.ldr\n{ONE}\n{ONE}\n", 2),
    ],
)
def test_mails_around_models_are_ignored_and_kept(text, lots):
    document = read(text.encode())
    assert parts_list(document).parts == lots
    assert write(document).decode() == text


def test_an_id_of_a_deleted_part_is_not_its_neighbours():
    text = f"0 !PROSUM ID abc\n0 STEP\n{ONE}\n0 !PROSUM ID def\n{ONE}\n"
    assert [placed.id for placed in read(text.encode()).main.placements] == ["", "def"]


def test_binary_is_refused():
    with pytest.raises(LDrawError, match="binary"):
        read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")


def test_cycle_is_named():
    text = "0 FILE a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 b.ldr\n0 FILE b.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 A.ldr"
    with pytest.raises(LDrawError, match=r"a\.ldr → b\.ldr → a\.ldr"):
        parts(text)


def doubling(depth: int) -> bytes:
    lines = []
    for k in range(depth):
        lines += [f"0 FILE {k}.ldr"] + [f"1 16 {x} 0 0 1 0 0 0 1 0 0 0 1 {k + 1}.ldr" for x in (0, 1)]
    return "\n".join([*lines, f"0 FILE {depth}.ldr", ONE]).encode()


def test_sixty_doublings_are_refused_before_they_are_expanded():
    began = time.perf_counter()
    with pytest.raises(LDrawLimitError, match="placements"):
        parts(doubling(60))
    # Expanding a quintillion would take for ever; the generous second is for slow machines.
    assert time.perf_counter() - began < 1


def test_chain_deeper_than_the_limit_ends_in_a_message():
    text = (
        "\n".join(f"0 FILE {k}.ldr\n1 16 0 0 0 1 0 0 0 1 0 0 0 1 {k + 1}.ldr" for k in range(5000))
        + f"\n0 FILE 5000.ldr\n{ONE}"
    )
    with pytest.raises(LDrawLimitError, match="deep"):
        parts(text)


@pytest.mark.parametrize(
    ("limits", "word"), [(Limits(size=10), "bytes"), (Limits(lines=1), "lines"), (Limits(files=1), "files")]
)
def test_every_limit_has_its_own_message(limits, word):
    with pytest.raises(LDrawLimitError, match=word):
        read(f"0 FILE a.ldr\n{ONE}\n0 FILE b.ldr\n{ONE}".encode(), limits=limits)


_names = (
    st.text("abcdefghij 0123456789-_é", min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
    .map(lambda name: name + ".dat")
)
_numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 5) + 0.0)
_placements = st.builds(
    Placement,
    st.sampled_from([0, 4, 16, 47, 0x2ABCDEF]),
    st.tuples(*[_numbers] * 12),
    _names,
    st.sampled_from(["", "a1", "b2"]),
)
_lines = st.lists(_placements | st.sampled_from(["0 STEP", "0 !SOMETHING else", "", "0 // é"]), max_size=12)


@given(_lines)
def test_reading_what_was_written_gives_the_same_document(lines):
    from creations.ldraw import Document, File

    document = Document("x.mpd", [File("x.ldr", lines)], packed=True)
    assert read(write(document), name="x.mpd") == document


@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_document_or_a_clear_error(data):
    try:
        parts(data)
    except LDrawError as error:
        assert str(error)
