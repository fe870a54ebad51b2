"""The order in which a model is built."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from creations import ldraw
from creations.demo import designs
from creations.ldraw.build_plan import build_plan
from creations.ldraw.flatten import flatten
from creations.ldraw.parts_list import parts_list
from creations.ldraw.sensible_steps import MOST_PARTS
from creations.ldraw.step_views import StepView, view_after

BRICK = "1 {colour} {x} {y} 0 1 0 0 0 1 0 0 0 1 {part}"


def line(part: str, x: int = 0, y: int = 0, colour: int = 16) -> str:
    return BRICK.format(part=part, x=x, y=y, colour=colour)


def read(*lines: str) -> ldraw.Document:
    return ldraw.read("\n".join(lines).encode())


def no_bounds(part: str) -> None:
    return None


CART = read(
    "0 FILE cart.ldr",
    "0 Cart",
    line("3001.dat", colour=4),
    "0 STEP",
    line("axle.ldr", x=-40),
    line("axle.ldr", x=40),
    line("3020.dat", y=-8, colour=1),
    "0 STEP",
    line("axle.ldr", x=80),
    "0 FILE axle.ldr",
    "0 Axle with wheels",
    line("3005.dat", colour=0),
    line("3005.dat", x=20, colour=0),
    "0 STEP",
    line("3024.dat", y=-8, colour=15),
)


def test_a_submodel_is_built_once_before_the_step_that_places_it():
    plan = build_plan(CART, no_bounds)
    assert [(step.title, step.number, step.of, step.first, step.times) for step in plan.steps] == [
        ("", 1, 3, 0, 1),
        ("Axle with wheels", 1, 2, 1, 2),
        ("Axle with wheels", 2, 2, 1, 2),
        ("", 2, 3, 0, 1),
        ("", 3, 3, 0, 1),
    ]
    assert [(one.title, one.quantity, one.built) for one in plan.steps[3].submodels] == [("Axle with wheels", 2, 2)]
    assert [(one.title, one.quantity, one.built) for one in plan.steps[4].submodels] == [("Axle with wheels", 1, 2)]


def test_further_copies_appear_with_the_step_that_places_them():
    plan = build_plan(CART, no_bounds)
    assert plan.placed == [0, 1, 1, 2, 3, 3, 3, 3, 4, 4, 4]
    assert [(lot.part, lot.colour, lot.quantity) for lot in plan.steps[1].lots] == [("3005", 0, 2)]


def test_a_submodel_in_another_colour_is_another_build():
    document = read(
        "0 FILE a.ldr", line("b.ldr", colour=4), line("b.ldr", x=40, colour=1), "0 FILE b.ldr", line("3005.dat")
    )
    plan = build_plan(document, no_bounds)
    assert [[(lot.part, lot.colour) for lot in step.lots] for step in plan.steps] == [[("3005", 4)], [("3005", 1)], []]


def test_a_file_that_only_wraps_another_has_its_steps():
    document = read("0 FILE a.ldr", line("b.ldr"), "0 FILE b.ldr", line("3005.dat"), "0 STEP", line("3004.dat"))
    assert [(step.title, step.number) for step in build_plan(document, no_bounds).steps] == [("", 1), ("", 2)]


def test_files_without_steps_get_some_from_the_ground_up():
    lines = [line("3003.dat", x=40 * (k % 5), y=-24 * (k // 5), colour=4) for k in range(40)]
    plan = build_plan(read(*lines), lambda part: (-20, 0, -20, 20, 24, 20))
    assert len(plan.steps) >= 4
    assert max(Counter(plan.placed).values()) <= MOST_PARTS
    assert plan.placed == sorted(plan.placed), "the lines are sorted from the ground up already"


def test_nothing_to_build_has_no_steps():
    assert build_plan(read("0 nothing"), no_bounds).steps == []


@pytest.mark.parametrize("name", ["moon_base", "rocket"])
def test_all_parts_of_a_design_are_in_its_plan(name):
    document = getattr(designs, name)()
    flat, plan = flatten(document), build_plan(document, no_bounds)
    assert len(plan.placed) == len(flat.placed)
    loose = sum(lot.quantity for step in plan.steps for lot in step.lots)
    assert set(plan.placed) <= set(range(len(plan.steps)))
    assert loose <= parts_list(document).parts


files = st.integers(1, 4).flatmap(
    lambda count: st.tuples(
        *[
            st.lists(
                st.one_of(
                    st.just("0 STEP"),
                    st.just("3 16 0 0 0 1 0 0 0 1 0"),
                    st.sampled_from(["3001.dat", "3005.dat"]).map(line),
                    *([st.integers(k + 1, count - 1).map(lambda to: line(f"{to}.ldr"))] if k + 1 < count else []),
                ),
                max_size=16,
            )
            for k in range(count)
        ]
    )
)


@given(files)
def test_the_plan_numbers_whatever_flatten_finds(contents):
    document = read(*[text for k, lines in enumerate(contents) for text in (f"0 FILE {k}.ldr", *lines)])
    flat, plan = flatten(document), build_plan(document, no_bounds)
    assert (len(plan.placed), len(plan.drawn)) == (len(flat.placed), len(flat.drawn))
    for step in [*plan.placed, *plan.drawn]:
        assert 0 <= step < len(plan.steps)
    for index, step in enumerate(plan.steps):
        assert 0 <= step.first <= index and 1 <= step.number <= step.of
        assert all(one.built < index for one in step.submodels)


def test_a_rotstep_turns_its_step_and_all_after_it_until_its_end():
    document = read(
        line("3001.dat"), "0 STEP",
        line("3001.dat", y=-24), "0 ROTSTEP 0 0 180 REL",
        line("3001.dat", y=-48), "0 STEP",
        line("3001.dat", y=-72), "0 ROTSTEP 0 90 0 ADD",
        line("3001.dat", y=-96), "0 ROTSTEP 20 30 0 ABS",
        line("3001.dat", y=-120), "0 ROTSTEP nonsense 1 2",
        line("3001.dat", y=-144), "0 ROTSTEP END",
        line("3001.dat", y=-168),
    )  # fmt: skip
    views = [step.view for step in build_plan(document, no_bounds).steps]
    upside_down = StepView((0, 0, 180), False)
    from_front = StepView((20, 30, 0), True)
    assert views == [
        None, upside_down, upside_down, StepView((0, 90, 180), False), from_front, from_front, None, None,
    ]  # fmt: skip


def test_a_submodel_is_held_by_its_own_rotsteps():
    document = read(
        "0 FILE main.ldr", line("3001.dat"), "0 ROTSTEP 0 90 0", line("sub.ldr"),
        "0 FILE sub.ldr", line("3001.dat"), "0 STEP", line("3001.dat", y=-24),
    )  # fmt: skip
    turned = StepView((0, 90, 0), False)
    assert [(step.title, step.view) for step in build_plan(document, no_bounds).steps] == [
        ("", turned), ("sub", None), ("sub", None), ("", turned),
    ]  # fmt: skip


@given(
    st.lists(st.sampled_from(["inf", "nan", "1e999", "-90", "720.5", "END", "REL", "ADD", "ABS", "x", ""]), max_size=5)
)
def test_any_rotstep_is_a_legal_view_or_none(words):
    view = view_after(" ".join(["0", "ROTSTEP", *words]), StepView((10, 0, 0), False))
    assert view is None or all(abs(angle) < 360 for angle in view.angles)
    if view is not None:
        matrix = np.array(view.matrix).reshape(3, 3)
        assert np.allclose(matrix @ matrix.T, np.eye(3)) and np.isclose(np.linalg.det(matrix), 1)
