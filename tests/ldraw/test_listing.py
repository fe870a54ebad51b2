"""What other programs take back, leave out, and draw of many pieces: what of it is in the parts list."""

from __future__ import annotations

from collections import Counter

import pytest

from creations.ldraw import LDrawError, parts_list
from creations.ldraw import read as read_bytes
from creations.ldraw.build_plan import build_plan
from creations.ldraw.flatten import flatten
from creations.ldraw.listing import length_of


def at(name: str, colour: int = 4, x: int = 0) -> str:
    return f"1 {colour} {x} 0 0 1 0 0 0 1 0 0 0 1 {name}"


BRICK, PLATE = at("3001.dat"), at("3024.dat", 1)
ARROW = at("HasvL6.dat")
STORE, RETRIEVE = "0 BUFEXCHG A STORE", "0 BUFEXCHG A RETRIEVE"
IGN, END = "0 !LPUB PLI BEGIN IGN", "0 !LPUB PLI END"
SKIP, SKIPPED = "0 MLCAD SKIP_BEGIN", "0 MLCAD SKIP_END"


def read(*lines: str):
    return read_bytes("\n".join(lines).encode())


def lots(document) -> dict[tuple[str, int], int]:
    return {(lot.part, lot.colour): lot.quantity for lot in parts_list(document) if not lot.flexible}


def flexible(document) -> dict[tuple[str, int, int], int]:
    return {
        (lot.part, lot.colour, lot.length_mm): lot.quantity
        for lot in parts_list(document)
        if lot.flexible and lot.custom
    }


def planned(document) -> Counter:
    """All lots of all steps, submodels as often as they are placed (once, in these files)."""
    plan = build_plan(document, lambda part: None)
    return Counter({(lot.part, lot.colour): lot.quantity for step in plan.steps for lot in step.lots})


ONE = {("3001", 4): 1, ("3024", 1): 1}
TOLD = {
    "taken back": ([BRICK, STORE, PLATE, ARROW, "0 STEP", RETRIEVE, PLATE], ONE),
    "floating first, then ignored in place": ([BRICK, STORE, PLATE, RETRIEVE, IGN, PLATE, END], ONE),
    "floating twice, then ignored in place": (
        [BRICK, STORE, PLATE, RETRIEVE, STORE, PLATE, RETRIEVE, IGN, PLATE, END], ONE,
    ),
    "ignored while floating, listed in place": ([BRICK, STORE, IGN, PLATE, END, RETRIEVE, PLATE], ONE),
    "ignored in both places": ([BRICK, STORE, IGN, PLATE, END, RETRIEVE, IGN, PLATE, END], {("3001", 4): 1}),
    "another colour takes nobody's place": ([BRICK, STORE, at("3024.dat", 2), RETRIEVE, IGN, PLATE, END], {("3001", 4): 1}),
    "ignored before anything floated": ([IGN, PLATE, END, BRICK, STORE, PLATE, RETRIEVE], {("3001", 4): 1}),
    "a buffer within a buffer": (
        [STORE, BRICK, "0 BUFEXCHG B STORE", PLATE, "0 BUFEXCHG B RETRIEVE", PLATE], ONE,
    ),
    "back to what an outer buffer had": ([BRICK, STORE, at("3003.dat"), "0 BUFEXCHG B STORE", PLATE, RETRIEVE, PLATE], ONE),
    "retrieved without being stored": ([BRICK, PLATE, "0 BUFEXCHG C RETRIEVE"], ONE),
    "any case, no exclamation mark": (
        [BRICK, "0 bufexchg a store", PLATE, "0  BUFEXCHG  a  retrieve", "0 lpub pli begin ign", PLATE, "0 LPUB PLI END"], ONE,
    ),
    "the old PLIST": ([BRICK, PLATE, "0 PLIST BEGIN IGN", PLATE, "0 PLIST END"], ONE),
    "left out of the bill of materials": ([BRICK, PLATE, "0 !LPUB BOM BEGIN IGN", PLATE, "0 !LPUB BOM END"], ONE),
    "ghosts and hidden lines": ([BRICK, PLATE, f"0 GHOST {PLATE}", f"0 MLCAD HIDE {PLATE}"], ONE),
    "skipped": ([BRICK, PLATE, SKIP, PLATE, SKIPPED, "0 !LPUB PART BEGIN IGN", PLATE, "0 !LPUB PART END"], ONE),
    "arrows": (
        [BRICK, PLATE, at("arrow88.dat"), at("Har050.dat"), at("hdshl3.DAT"), at("10182 - LS01.dat"), at("Mark-Tick.dat")],
        ONE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_other_programs_say_is_followed(name):
    lines, wanted = TOLD[name]
    document = read(*lines)
    assert lots(document) == wanted
    assert planned(document) == Counter(wanted), "the instructions ask for other parts"


def test_what_is_ignored_is_shown_and_what_is_taken_back_is_not():
    shown = flatten(read(BRICK, STORE, at("3003.dat"), RETRIEVE, IGN, PLATE, END, ARROW, SKIP, BRICK, SKIPPED)).placed
    assert [placed.part for placed in shown] == ["3001", "3024"]


def test_an_ignored_submodel_is_shown_and_not_built():
    document = read("0 FILE a.ldr", BRICK, IGN, at("b.ldr"), END, "0 FILE b.ldr", PLATE)
    assert lots(document) == {("3001", 4): 1} and planned(document) == Counter(lots(document))
    assert len(flatten(document).placed) == 2


def test_a_file_that_takes_everything_back_says_so():
    with pytest.raises(LDrawError, match="taken back"):
        parts_list(read(STORE, BRICK, RETRIEVE))


HOSE = [at("79.dat", 0, x) for x in range(0, 80, 4)]
PIECES = [at("LS50.dat", 0), *[at("LS51.dat", 0, x) for x in range(8)], at("LS50.dat", 0)]
SYNTH = [
    "0 SYNTH BEGIN HOSE_FLEXIBLE_8.5L 16", at("LS00.dat", 0), "0 SYNTH SHOW", "0 SYNTH SYNTHESIZED BEGIN",
    *HOSE, "0 SYNTH SYNTHESIZED END", "0 SYNTH END",
]  # fmt: skip
GENERATED = "0 !LDCAD GENERATED [generator=LDCad 1.6]"
HOSES = {
    "LSynth": ([*SYNTH, BRICK], {("HOSE_FLEXIBLE_8.5L", 16, 68): 1}, 21),
    "LSynth in a submodel, its colour inherited": (
        ["0 FILE a.ldr", BRICK, at("b.ldr", 2), at("b.ldr", 3), "0 FILE b.ldr", *SYNTH],
        {("HOSE_FLEXIBLE_8.5L", 2, 68): 1, ("HOSE_FLEXIBLE_8.5L", 3, 68): 1},
        41,
    ),
    "LSynth's points alone": ([BRICK, "0 SYNTH BEGIN ELECTRIC_CABLE_20CM 0", at("LS00.dat"), "0 SYNTH END"], {("ELECTRIC_CABLE_20CM", 0, 200): 1}, 1),
    "two hoses of one kind": ([*SYNTH, *SYNTH, BRICK], {("HOSE_FLEXIBLE_8.5L", 16, 68): 2}, 41),
    "a hose taken back": ([BRICK, STORE, *SYNTH, RETRIEVE], {}, 1),
    "LDCad": (
        ["0 FILE a.ldr", BRICK, at("h.ldr", 71), at("h.ldr", 71), "0 FILE h.ldr", "0 Hose, 12L", GENERATED, *[at("x.dat", 16)] * 5],
        {("Hose, 12L", 71, 96): 2},
        11,
    ),
    "LDCad's faces, in a colour of their own": (
        ["0 FILE a.ldr", BRICK, at("h.ldr", 71), "0 FILE h.ldr", "0 Band", "0 !LDCAD PATH_LENGTH [main=100mm]", GENERATED, "3 2 0 0 0 1 0 0 0 1 0"],
        {("Band", 2, 100): 1},
        1,
    ),
    "LDCad without a title, beside parts": (
        ["0 FILE a.ldr", at("h 1.ldr", 71), "0 FILE h 1.ldr", BRICK, GENERATED, *HOSE],
        {("h 1", 0, 0): 1},
        21,
    ),
    "LDCad in a file that calls itself a part": (
        ["0 FILE a.ldr", BRICK, at("h.dat", 71), "0 FILE h.dat", "0 Rope", "0 !LDRAW_ORG Unofficial_Part", GENERATED, "4 16 0 0 0 1 0 0 1 1 0 0 1 0"],
        {("Rope", 71, 0): 1},
        1,
    ),
    "pieces that nobody announced": ([*PIECES, *PIECES, BRICK], {("Hose", 0, 0): 2}, 21),
    "pieces under a set's number": (
        ["0 FILE a.ldr", BRICK, at("7131 - LS51.dat", 0), at("7131 - LS51.dat", 0), "0 FILE 7131 - LS51.dat",
         "0 ~LSynth Technic Flex-System Hose - Cross Section", "0 !LDRAW_ORG Unofficial_Part", "3 16 0 0 0 1 0 0 0 1 0"],
        {("Technic Flex-System Hose", 0, 0): 1},
        3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSES)
def test_a_flexible_part_is_one_part_and_drawn_whole(name):
    lines, wanted, drawn = HOSES[name]
    document = read(*lines)
    assert flexible(document) == wanted and lots(document) == {("3001", 4): 1}
    assert len(flatten(document).placed) == drawn
    total = {(lot.part, lot.colour): lot.quantity for lot in parts_list(document)}
    steps = build_plan(document, lambda part: None).steps
    assert Counter({(lot.part, lot.colour): lot.quantity for step in steps for lot in step.lots}) == Counter(total)


def test_a_long_hose_is_put_in_place_in_one_step():
    plan = build_plan(
        read(*SYNTH, *[at("3005.dat", 4, 20 * k) for k in range(14)]), lambda part: (-10, 0, -10, 10, 24, 10)
    )
    assert len(set(plan.placed[: len(HOSE)])) == 1 and len(plan.steps) > 1


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("HOSE_FLEXIBLE_8.5L", 68),
        ("NXT_CABLE_20CM", 200),
        ("Hose 12L", 96),
        ("String 250 mm", 250),
        ("2x4", 0),
        ("LS51", 0),
    ],
)
def test_lengths_are_read_from_names(name, length):
    assert length_of(name) == length
