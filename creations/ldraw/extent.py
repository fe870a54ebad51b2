"""How large a model is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .flatten import Flat

#: LDU of one stud, one brick's height and one centimetre.
STUD, BRICK, CENTIMETRE = 20.0, 24.0, 25.0
#: A part of unknown size counts as a stud by a stud by a plate, so that it moves the model's bounds at least.
_UNKNOWN = (-10.0, 0.0, -10.0, 10.0, 8.0, 10.0)


@dataclass(frozen=True, slots=True)
class Extent:
    """A box in LDU around the whole model; y points down."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]

    @property
    def size(self) -> tuple[float, float, float]:
        """Width, height, depth in LDU."""
        (x0, y0, z0), (x1, y1, z1) = self.low, self.high
        return (x1 - x0, y1 - y0, z1 - z0)

    @property
    def studs(self) -> tuple[float, float]:
        """Width and depth in studs."""
        width, _, depth = self.size
        return (round(width / STUD, 1), round(depth / STUD, 1))

    @property
    def bricks(self) -> float:
        """Height in bricks."""
        return round(self.size[1] / BRICK, 1)

    @property
    def centimetres(self) -> tuple[float, float, float]:
        """Width, height, depth in centimetres."""
        width, height, depth = (round(side / CENTIMETRE, 1) for side in self.size)
        return (width, height, depth)


def extent(flat: Flat, bounds: Callable[[str], tuple[float, ...] | None]) -> Extent:
    """The box around all parts of `flat`; `bounds` gives a part's own box by id."""
    low, high = [float("inf")] * 3, [float("-inf")] * 3
    for placed in flat.placed:
        box = bounds(placed.part) or _UNKNOWN
        x, y, z, *matrix = placed.transform
        centre = [(box[k] + box[k + 3]) / 2 for k in range(3)]
        half = [(box[k + 3] - box[k]) / 2 for k in range(3)]
        for axis, origin in enumerate((x, y, z)):
            row = matrix[3 * axis : 3 * axis + 3]
            middle = origin + sum(m * c for m, c in zip(row, centre, strict=True))
            reach = sum(abs(m) * h for m, h in zip(row, half, strict=True))
            low[axis] = min(low[axis], middle - reach)
            high[axis] = max(high[axis], middle + reach)
    if not flat.placed:
        low = high = [0.0] * 3
    return Extent((low[0], low[1], low[2]), (high[0], high[1], high[2]))
