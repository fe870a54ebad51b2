"""Steps for models that have none."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from creations.ldraw.sensible_steps import MOST_PARTS, sensible_steps

box = st.tuples(*[st.integers(-400, 400)] * 3).map(lambda at: (*at, at[0] + 40, at[1] + 24, at[2] + 20))


@given(st.lists(box, min_size=1, max_size=80))
def test_every_part_has_a_step_and_none_has_too_many(boxes):
    steps = sensible_steps(boxes)
    counts = Counter(steps)
    assert len(steps) == len(boxes)
    assert sorted(counts) == list(range(len(counts))), "no step is empty"
    assert max(counts.values()) <= MOST_PARTS


def test_a_tower_is_built_from_the_ground_up():
    tower = [(-20.0, -24.0 * floor, -10.0, 20.0, -24.0 * floor + 24.0, 10.0) for floor in range(30)]
    steps = sensible_steps(tower)
    assert steps == sorted(steps)


def test_a_step_touches_what_stands():
    row = [(40.0 * k, 0.0, 0.0, 40.0 * k + 40.0, 24.0, 20.0) for k in range(40)]
    steps = sensible_steps(row)
    for step in range(1, max(steps) + 1):
        before = [k for k, own in enumerate(steps) if own < step]
        assert any(abs(a - b) == 1 for a, own in enumerate(steps) if own == step for b in before)
