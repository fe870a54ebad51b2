"""Draw triangles into a depth buffer, vectorised: no GPU, no second's wait, and more can be added later.

For line-art pictures of parts and building steps; the beautiful ones are path-traced (`path_tracing.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
Paint = NDArray[np.uint8]

#: Pixels looked at in one go: what keeps the arrays in the hundreds of megabytes.
_AT_ONCE = 2_000_000


#: Where the light comes from, as the camera sees it: a little from above, from over its shoulder.
_LIGHT = (-0.05, 0.38, 0.92)


@dataclass(frozen=True, slots=True)
class View:
    """From where one looks, without perspective; angles in degrees, 0 is the front."""

    azimuth: float
    elevation: float

    @property
    def axes(self) -> Floats:
        """Rows: right, up and towards the viewer, in LDU with y down."""
        a, e = math.radians(self.azimuth), math.radians(self.elevation)
        right = (math.cos(a), 0.0, math.sin(a))
        back = (math.sin(a) * math.cos(e), -math.sin(e), -math.cos(a) * math.cos(e))
        up = np.cross(back, right)
        return np.array([right, up, back], dtype=np.float32)

    def tones(self, normals: Floats, turn: Floats | None = None) -> Floats:
        """How light a surface is, from 0 to 1, by its unit normals (..., 3), which may be of either side.

        `turn` (3, 3) takes the normals to the model's LDU.
        """
        axes = self.axes
        # A vector's product with what was turned is that of the vector turned back.
        back = turn if turn is not None else np.eye(3, dtype=np.float32)
        facing = np.where(normals @ (axes[2] @ back) < 0, np.float32(-1), np.float32(1))
        lit = np.clip((normals @ (np.asarray(_LIGHT, dtype=np.float32) @ axes @ back)) * facing, 0, 1)
        sky = np.clip((normals @ (np.array([0, -1, 0], dtype=np.float32) @ back)) * facing, 0, 1)
        shade: Floats = 0.42 + 0.5 * lit + 0.08 * sky
        return shade


class DepthBuffer:
    """What each pixel shows: `depth` (larger is nearer, -inf is nothing) and `part`, the number its drawer gave, or -1.

    Arrays are (height, width).
    """

    def __init__(self, width: int, height: int) -> None:
        self.depth = np.full((height, width), -np.inf, dtype=np.float32)
        self.part = np.full((height, width), -1, dtype=np.int32)

    @property
    def cover(self) -> NDArray[np.bool_]:
        """(height, width): where anything was drawn."""
        return self.part >= 0

    def mark(self, corners: Floats, parts: Whole, *, one_sided: bool = False) -> None:
        """Draw triangles without colour, each with its own number of `parts` (n,); the rest as in `Raster.add`."""
        self._draw(corners, one_sided, lambda seen: parts[seen.triangle])

    def _draw(self, corners: Floats, one_sided: bool, part: Callable[[_Seen], Whole | int]) -> None:
        """`part` is called with the pixels that got nearer, and may paint them."""
        a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
        area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
        chosen = np.flatnonzero(area > 1e-6 if one_sided else np.abs(area) > 1e-6)
        corners, area = corners[chosen], area[chosen]
        # NumPy is slow at the least of three when they are the last axis.
        first, second, third = corners[:, 0, 1], corners[:, 1, 1], corners[:, 2, 1]
        lowest, highest = (least(least(first, second), third) for least in (np.minimum, np.maximum))
        low, high = self._pixels(lowest, highest, 0)
        # The rows of each triangle, then the pixels of each row: every pixel whose middle lies inside, and no other.
        triangle, y = _expanded(low, high)
        left, right = self._spans(corners, triangle, y)
        ends = np.cumsum(np.maximum(right - left, 0))
        start = 0
        while start < len(ends):
            before = ends[start - 1] if start else 0
            stop = max(start + 1, int(np.searchsorted(ends, before + _AT_ONCE, side="right")))
            some = slice(start, stop)
            row, x = _expanded(left[some], right[some])
            seen = self._nearer(_Seen(corners, area, chosen, triangle[some][row], x, y[some][row], self.depth.shape[1]))
            self.part.reshape(-1)[seen.pixel] = part(seen)
            start = stop

    def _pixels(self, low: Floats, high: Floats, axis: int) -> tuple[Whole, Whole]:
        """From which pixel up to before which one the middles lie between two numbers."""
        most = self.depth.shape[axis]
        first, end = (np.clip(np.ceil(side - 0.5).astype(np.int64), 0, most) for side in (low, high))
        return first, end

    def _spans(self, corners: Floats, triangle: Whole, y: Whole) -> tuple[Whole, Whole]:
        """Where each row of each triangle begins and ends. Of its three edges two cross the row."""
        middle = (y + 0.5).astype(np.float32)
        left = np.full(len(y), np.inf, dtype=np.float32)
        right = np.full(len(y), -np.inf, dtype=np.float32)
        for one, other in ((0, 1), (1, 2), (2, 0)):
            (px, py), (qx, qy) = corners[:, one, :2].T, corners[:, other, :2].T
            slope = (qx - px) / np.where(qy == py, 1, qy - py)
            crosses = (py[triangle] <= middle) != (qy[triangle] <= middle)
            x = px[triangle] + (middle - py[triangle]) * slope[triangle]
            np.minimum(left, x, out=left, where=crosses)
            np.maximum(right, x, out=right, where=crosses)
        return self._pixels(np.minimum(left, 1e6), np.maximum(right, -1e6), 1)

    def _nearer(self, seen: _Seen) -> _Seen:
        """The pixels that are nearer than what was there, whose depth they now have."""
        z = seen.plane(seen.corners[..., 2])
        depth = self.depth.reshape(-1)
        nearer = np.flatnonzero(z > depth[seen.pixel])
        seen, z = seen.only(nearer), z[nearer]
        np.maximum.at(depth, seen.pixel, z)
        return seen.only(np.flatnonzero(z >= depth[seen.pixel]))


@dataclass(slots=True)
class _Seen:
    """Pixels inside triangles: `of` and `corners`, `area` are by the drawn ones; `row`, `x`, `y` by pixel."""

    corners: Floats
    area: Floats
    of: Whole
    row: Whole
    x: Whole
    y: Whole
    width: int

    @property
    def triangle(self) -> Whole:
        """By pixel, which of the triangles that were given."""
        return self.of[self.row]

    @property
    def pixel(self) -> Whole:
        return self.y * self.width + self.x

    def only(self, chosen: Whole) -> _Seen:
        return replace(self, row=self.row[chosen], x=self.x[chosen], y=self.y[chosen])

    def plane(self, values: Floats) -> Floats:
        """What is linear over each triangle, at the pixels: `values` (drawn, 3) for each corner in, one for each pixel out."""
        a, b, c = self.corners[:, 0], self.corners[:, 1], self.corners[:, 2]
        p, q, r = values.T
        across = (p * (b[:, 1] - c[:, 1]) + q * (c[:, 1] - a[:, 1]) + r * (a[:, 1] - b[:, 1])) / self.area
        down = (p * (c[:, 0] - b[:, 0]) + q * (a[:, 0] - c[:, 0]) + r * (b[:, 0] - a[:, 0])) / self.area
        base = p - across * (a[:, 0] - 0.5) - down * (a[:, 1] - 0.5)
        found: Floats = (across[self.row] * self.x + down[self.row] * self.y + base[self.row]).astype(np.float32)
        return found


class Raster(DepthBuffer):
    """A depth buffer in colour: `rgb` is (height, width, 3)."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.rgb = np.full((height, width, 3), 255, dtype=np.uint8)

    def cut(self, rows: slice, columns: slice) -> Raster:
        """A view of a part of it."""
        window = Raster.__new__(Raster)
        window.depth, window.rgb, window.part = (
            self.depth[rows, columns],
            self.rgb[rows, columns],
            self.part[rows, columns],
        )
        return window

    def add(self, corners: Floats, tones: Floats, paint: Paint, part: int, *, one_sided: bool = False) -> None:
        """Draw `corners` (n, 3, 3): x right and y down in pixels, z towards the viewer, with `tones` (n, 3) from 0 to 1.

        `paint` (256, 3) gives a tone's colour; `part` is at least 0. `one_sided` leaves out triangles that run against the
        clock as they are seen here: the library's look away then.
        """

        def coloured(seen: _Seen) -> int:
            level = np.clip(seen.plane(tones[seen.of]) * 255, 0, 255).astype(np.uint8)
            self.rgb.reshape(-1, 3)[seen.pixel] = paint[level]
            return part

        self._draw(corners, one_sided, coloured)

    def edges(self, bend: float) -> NDArray[np.bool_]:
        """Where parts meet, and where the depth bends by more than `bend` from one pixel to the next."""
        found = np.zeros(self.depth.shape, dtype=bool)
        found[:, 1:] |= self.part[:, 1:] != self.part[:, :-1]
        found[1:] |= self.part[1:] != self.part[:-1]
        cover = self.cover
        depth = np.where(cover, self.depth, self.depth.min(where=cover, initial=np.inf) - 60 if cover.any() else 0)
        curve = np.zeros(depth.shape, dtype=np.float32)
        curve[1:-1] += np.abs(depth[2:] + depth[:-2] - 2 * depth[1:-1])
        curve[:, 1:-1] += np.abs(depth[:, 2:] + depth[:, :-2] - 2 * depth[:, 1:-1])
        return (found | (curve > bend)) & cover


def _expanded(low: Whole, high: Whole) -> tuple[Whole, Whole]:
    """For each k the numbers from low[k] up to before high[k]: which k, and the number."""
    counts = np.maximum(high - low, 0)
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts - low, counts)
