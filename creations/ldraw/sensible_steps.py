"""Steps for a model that has none: bottom up, near to what stands, a dozen parts at most.

What holds what is guessed from boxes: parts whose boxes touch are neighbours. The Studio, which knows the connectors, does
the same with those (`studio/src/studio/steps/sensible.ts`).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

from .document import Transform

MOST_PARTS = 12
#: A step takes parts of one height; a plate is 8 LDU high.
_SAME_HEIGHT = 7.5
_CELL = 80.0
_TOUCHING = 1.0
#: Nobody builds more parts than this into one cell; further ones are nobody's neighbours, so that no file costs hours.
_CROWD = 200

#: Two corners (x0, y0, z0, x1, y1, z1) in LDU.
Box = tuple[float, float, float, float, float, float]


def sensible_steps(boxes: Sequence[Box]) -> list[int]:
    """A step for each box. Every step has 1 to MOST_PARTS of them; cost grows with the number of boxes."""
    neighbours = _neighbours(boxes)
    order: list[int] = []
    placed = [False] * len(boxes)
    waiting = [False] * len(boxes)
    # y points down, so the lowest part has the largest bottom.
    loose = [(-box[4], box[0], box[2], index) for index, box in enumerate(boxes)]
    heapq.heapify(loose)
    ready: list[tuple[float, float, float, int]] = []
    while len(order) < len(boxes):
        source = ready or loose
        *_, index = heapq.heappop(source)
        if placed[index]:
            continue
        placed[index] = True
        order.append(index)
        for other in neighbours[index]:
            if not placed[other] and not waiting[other]:
                waiting[other] = True
                box = boxes[other]
                heapq.heappush(ready, (-box[4], box[0], box[2], other))
    steps = [0] * len(boxes)
    step, count, floor = -1, MOST_PARTS, 0.0
    for index in order:
        bottom = boxes[index][4]
        if count >= MOST_PARTS or abs(bottom - floor) > _SAME_HEIGHT:
            step, count, floor = step + 1, 0, bottom
        steps[index] = step
        count += 1
    return steps


def placed_box(transform: Transform, own: Box) -> Box:
    """The box, along the axes, around a box that stands somewhere."""
    x, y, z, a, b, c, d, e, f, g, h, i = transform
    middle = [(own[k] + own[k + 3]) / 2 for k in range(3)]
    half = [(own[k + 3] - own[k]) / 2 for k in range(3)]
    rows = ((x, a, b, c), (y, d, e, f), (z, g, h, i))
    at = [o + p * middle[0] + q * middle[1] + r * middle[2] for o, p, q, r in rows]
    reach = [abs(p) * half[0] + abs(q) * half[1] + abs(r) * half[2] for _, p, q, r in rows]
    return (at[0] - reach[0], at[1] - reach[1], at[2] - reach[2], at[0] + reach[0], at[1] + reach[1], at[2] + reach[2])


def _neighbours(boxes: Sequence[Box]) -> list[list[int]]:
    """For each box those it touches, found by cells."""
    cells: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for index, box in enumerate(boxes):
        for cell in _cells(box):
            if len(cells[cell]) < _CROWD:
                cells[cell].append(index)
    found: list[list[int]] = []
    for index, box in enumerate(boxes):
        near = {other for cell in _cells(box) for other in cells[cell]}
        found.append([other for other in near if other != index and _touch(box, boxes[other])])
    return found


def _cells(box: Box) -> Iterable[tuple[int, int, int]]:
    low = [int((box[k] - _TOUCHING) // _CELL) for k in range(3)]
    high = [int((box[k + 3] + _TOUCHING) // _CELL) for k in range(3)]
    return (
        (i, j, k)
        for i in range(low[0], high[0] + 1)
        for j in range(low[1], high[1] + 1)
        for k in range(low[2], high[2] + 1)
    )


def _touch(a: Box, b: Box) -> bool:
    return (
        a[0] < b[3] + _TOUCHING
        and a[3] > b[0] - _TOUCHING
        and a[1] < b[4] + _TOUCHING
        and a[4] > b[1] - _TOUCHING
        and a[2] < b[5] + _TOUCHING
        and a[5] > b[2] - _TOUCHING
    )
