"""Ids stay with their parts whatever another program does to a file."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from copy import deepcopy

import pytest

from creations.demo import designs
from creations.ldraw import Document, read
from creations.ldraw.assignment import assign
from creations.ldraw.document import Placement
from creations.ldraw.file_pairs import models
from creations.ldraw.identity import assign_ids
from creations.ldraw.names import normalise

BRICK = "1 4 {x} 0 0 1 0 0 0 1 0 0 0 1 {part}.dat"


def move(placement: Placement, *by: float) -> None:
    placement.transform = tuple(a + b for a, b in zip(placement.transform, (*by, *[0] * 12), strict=False))


def shuffle(document: Document, chance: random.Random) -> None:
    for file in models(document).values():
        where = [k for k, line in enumerate(file.lines) if isinstance(line, Placement)]
        placements = [file.lines[k] for k in where]
        chance.shuffle(placements)
        for k, placement in zip(where, placements, strict=True):
            file.lines[k] = placement


def shift(document: Document, chance: random.Random) -> None:
    for file in models(document).values():
        for placement in file.placements:
            move(placement, 37, -24, 13.5)
    shuffle(document, chance)


def blur(document: Document, chance: random.Random) -> None:
    for file in models(document).values():
        for placement in file.placements:
            placement.transform = tuple(value + chance.uniform(-0.0013, 0.0013) for value in placement.transform)
    shuffle(document, chance)


def rename(document: Document, chance: random.Random) -> None:
    named = {name: f"model {k}.ldr" for k, name in enumerate(models(document)) if name != normalise(document.main.name)}
    for file in document.files:
        for placement in file.placements:
            placement.reference = named.get(placement.name, placement.reference)
        file.name = named.get(normalise(file.name), file.name)
    shuffle(document, chance)


def edit(document: Document, chance: random.Random) -> None:
    """Of a hundred parts, one is deleted, two each are moved and painted, one turned, one put beside."""
    for file in models(document).values():
        lines = []
        for line in file.lines:
            what = chance.random() if isinstance(line, Placement) else 1
            if what < 0.01:
                continue
            if what < 0.03:
                move(line, chance.choice([20, -20, 40]), chance.choice([0, -8, 24]), chance.choice([0, 20]))
            elif what < 0.05:
                line.colour = chance.choice([1, 4, 14, 15])
            elif what < 0.06:
                line.transform = (*line.transform[:3], *line.transform[6:], *line.transform[3:6])
            elif what < 0.07:
                lines.append(Placement(4, line.transform, "3024.dat"))
            lines.append(line)
        file.lines = lines
    shuffle(document, chance)


def wrong_ids(name: str, change: Callable[[Document, random.Random], None]) -> tuple[int, int]:
    """How many ids are on another part than before, once another program threw all of them away; and of how many."""
    parent: Document = getattr(designs, name)()
    assign_ids(parent)
    child = deepcopy(parent)
    change(child, random.Random(name))
    wanted = {id(placement): placement.id for file in models(child).values() for placement in file.placements}
    for file in models(child).values():
        for placement in file.placements:
            placement.id = ""
    assign_ids(child, parent)
    alike = {p.id: (n, p.name, p.colour, p.transform) for n, f in models(parent).items() for p in f.placements}
    placements = [placement for file in models(child).values() for placement in file.placements]
    wrong = 0
    for placement in placements:
        before = wanted[id(placement)]
        right = placement.id not in alike if not before else alike.get(placement.id) == alike[before]
        wrong += not right
    return wrong, len(placements)


@pytest.mark.parametrize("change", [shuffle, shift, blur, rename])
def test_no_id_is_wrong_after_what_programs_do_to_every_line(change):
    assert {name: wrong_ids(name, change)[0] for name in designs.__all__} == dict.fromkeys(designs.__all__, 0)


def test_of_mixed_edits_at_most_one_in_a_hundred_is_taken_for_another():
    wrong, total = map(sum, zip(*(wrong_ids(name, edit) for name in designs.__all__), strict=True))
    assert wrong <= total / 100


def rows(*rows: tuple[str, str, int]) -> Document:
    """A model of (id, part, x) each; an empty id is none."""
    lines = []
    for id, part, x in rows:
        lines += [f"0 !PROSUM ID {id}"] if id else []
        lines += [BRICK.format(part=part, x=x)]
    return read("\n".join(lines).encode())


def ids(document: Document) -> list[str]:
    return [placement.id for placement in document.main.placements]


def test_the_id_of_a_deleted_part_does_not_go_to_what_stands_beside_it():
    parent = rows(("a", "3001", 0), ("b", "3003", 40), ("c", "3004", 80))
    child = rows(("a", "3003", 40), ("", "3004", 80))
    assign_ids(child, parent)
    assert ids(child) == ["b", "c"]
    stranger = rows(("a", "3020", 999), ("b", "3003", 40), ("c", "3004", 80))
    assign_ids(stranger, parent)
    assert ids(stranger)[0] not in "abc" and ids(stranger)[1:] == ["b", "c"]


def test_an_id_is_believed_where_part_or_place_agree():
    parent = rows(("a", "3001", 0), ("b", "3001", 40), ("c", "3004", 80))
    child = rows(("b", "3001", 500), ("a", "3001", 700), ("c", "3005", 80))
    assign_ids(child, parent)
    assert ids(child) == ["b", "a", "c"]


def test_a_row_of_one_part_that_moves_by_its_own_length_keeps_its_ids():
    row = [("a", "3001", 0), ("b", "3001", 80), ("c", "3001", 160)]
    child = rows(*((id, part, x + 80) for id, part, x in row))
    assign_ids(child, rows(*row))
    assert ids(child) == ["a", "b", "c"]


def test_a_hundredth_of_an_ldu_is_the_same_place_on_whichever_side_of_a_bucket():
    for x in (0.0, 0.005, 0.015, 0.02, 0.0349999, -0.005):
        parent = rows(("a", "3001", 0), ("b", "3001", 20))
        move(parent.main.lines[0], x)
        child = rows(("", "3001", 20), ("", "3001", 0))
        move(child.main.lines[1], x + 0.0099)
        assign_ids(child, parent)
        assert ids(child) == ["b", "a"]


def test_the_nearest_are_paired_so_that_all_move_least():
    assert sorted(assign([(0.0,), (10.0,)], [(9.0,), (21.0,)])) == [(0, 0), (1, 1)]
    assert sorted(assign([(0.0,), (10.0,), (20.0,)], [(19.0,), (1.0,)])) == [(0, 1), (2, 0)]
    assert len(assign([(float(k),) for k in range(500)], [(k + 0.2,) for k in range(450)], best=False)) == 450


def test_files_swap_names_and_keep_their_ids():
    text = "0 FILE m.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 b.ldr\n"
    first, second = BRICK.format(part=3001, x=0) + "\n", BRICK.format(part=3003, x=7) + "\n"
    parent = read(f"{text}0 FILE a.ldr\n{first}0 FILE b.ldr\n{second}".encode())
    assign_ids(parent)
    child = read(f"{text}0 FILE b.ldr\n{first}0 FILE a.ldr\n{second}".encode())
    assign_ids(child, parent)
    assert [[p.id for p in file.placements] for file in child.files[1:]] == [
        [p.id for p in file.placements] for file in parent.files[1:]
    ]


def test_a_hostile_crowd_costs_seconds_only():
    parent = read("\n".join(BRICK.format(part=3001, x=k % 7) for k in range(6000)).encode())
    child = read("\n".join(BRICK.format(part=3001, x=3 + (k * 31 % 5003) / 7) for k in range(6000)).encode())
    assign_ids(parent)
    began = time.perf_counter()
    assign_ids(child, parent)
    assert time.perf_counter() - began < 8 and len(set(ids(child))) == 6000
