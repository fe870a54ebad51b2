"""Identity, flattening and comparing."""

from __future__ import annotations

from collections import Counter

from creations.ldraw import Document, File, read, write
from creations.ldraw.compare import compare, touched
from creations.ldraw.flatten import flatten
from creations.ldraw.identity import assign_ids

LINE = "1 {colour} {x} 0 0 1 0 0 0 1 0 0 0 1 {part}.dat"


def model(*rows: tuple[int, int, str]) -> bytes:
    return "\n".join(LINE.format(colour=c, x=x, part=p) for c, x, p in rows).encode()


def test_steps_of_submodels_come_before_the_step_that_places_them():
    text = (
        "0 FILE a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\n0 STEP\n1 16 0 0 0 1 0 0 0 1 0 0 0 1 b.ldr\n0 STEP\n"
        "0 FILE b.ldr\n1 1 0 0 0 1 0 0 0 1 0 0 0 1 3003.dat\n0 STEP\n1 1 0 0 0 1 0 0 0 1 0 0 0 1 3004.dat\n0 STEP\n"
    )
    flat = flatten(read(text.encode()))
    assert [(p.part, p.step) for p in flat.placed] == [("3001", 0), ("3003", 1), ("3004", 2)]


def test_places_of_submodels_are_composed():
    text = "0 FILE a.ldr\n1 16 100 0 0 0 0 1 0 1 0 -1 0 0 b.ldr\n0 FILE b.ldr\n1 4 0 0 10 1 0 0 0 1 0 0 0 1 3001.dat"
    placed = flatten(read(text.encode())).placed[0]
    assert placed.transform[:3] == (110, 0, 0)


def test_a_revision_from_elsewhere_keeps_the_ids_of_what_it_kept():
    parent = read(model((4, 0, "3001"), (1, 50, "3003")))
    assign_ids(parent)
    child = read(model((1, 50, "3003"), (14, 0, "3001"), (2, 99, "3004")))
    assign_ids(child, parent)
    ids = {p.reference: p.id for p in parent.main.placements}
    kept = {p.reference: p.id for p in child.main.placements}
    assert kept["3001.dat"] == ids["3001.dat"] and kept["3003.dat"] == ids["3003.dat"]
    assert kept["3004.dat"] and kept["3004.dat"] not in ids.values()


def test_changes_are_told_apart():
    before, after = read(model((4, 0, "3001"), (1, 50, "3003"), (2, 99, "3004"))), None
    assign_ids(before)
    after = read(write(before))
    placements = list(after.main.placements)
    placements[0].colour = 14
    placements[1].transform = (60.0, *placements[1].transform[1:])
    after.main.lines.remove(placements[2])
    after.main.lines += read(model((0, 7, "3005"))).main.lines
    found = compare(before, after)
    assert [b.part for _, b in found.recoloured] == ["3001"]
    assert [b.part for _, b in found.moved] == ["3003"]
    assert [p.part for p in found.removed] == ["3004"] and [p.part for p in found.added] == ["3005"]


def test_same_model_without_ids_has_no_changes():
    before, after = (read(model(*rows)) for rows in ([(4, 0, "3001"), (4, 0, "3001"), (1, 5, "3003")],) * 2)
    after.main.lines.reverse()
    assert compare(before, after).changes == 0


WHEEL = "0 FILE wheel.ldr\n0 Wheel\n" + "\n".join(LINE.format(colour=0, x=x, part="3005") for x in range(9))
CAR = "0 FILE car.ldr\n0 Car\n" + "\n".join(
    LINE.format(colour=16, x=100 * x, part="wheel").replace(".dat", ".ldr") for x in range(4)
)


def car(name: str = "wheel") -> Document:
    return read(f"{CAR}\n{WHEEL}\n".replace("wheel.ldr", f"{name}.ldr").encode())


def test_a_submodel_that_moves_is_one_change_and_so_is_what_changes_in_it():
    before, after = car(), car("tyre")
    assign_ids(before)
    assign_ids(after, before)
    assert compare(before, after).changes == 0, "another name is no change"
    first = next(after.main.placements)
    first.transform = (7.0, *first.transform[1:])
    next(after.files[1].placements).colour = 4
    found = compare(before, after)
    [(_, moved)], [(_, painted)] = found.moved, found.recoloured
    assert (moved.part, moved.parts, moved.times, moved.is_model) == ("Wheel", 9, 1, True)
    assert (painted.part, painted.parts, painted.times, painted.is_model) == ("3005", 1, 4, False)
    concerned = Counter(kind for kind, _ in touched(found.colours_after(), flatten(after)))
    assert concerned == {"moved": 9, "recoloured": 3}
    after.main.lines = after.main.lines[:-1]
    [gone] = compare(before, after).removed
    assert gone.is_model and len(list(touched(compare(before, after).colours_before(), flatten(before)))) == 9


def test_everything_is_added_to_nothing():
    assert len(compare(Document("", [File("")]), car()).added) == 4
    assert len(compare(car(), Document("", [File("")])).removed) == 4
