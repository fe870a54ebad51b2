"""Draw triangles into a depth buffer, vectorised: no GPU, no second's wait, and more can be added later.

For line-art pictures of parts and building steps; the beautiful ones are path-traced (`path_tracing.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

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


class Raster:
    """What each pixel shows: `depth` (larger is nearer, -inf is nothing), `rgb`, and `part`, the number its drawer gave.

    Arrays are (height, width), `rgb` (height, width, 3).
    """

    def __init__(self, width: int, height: int) -> None:
        self.depth = np.full((height, width), -np.inf, dtype=np.float32)
        self.rgb = np.full((height, width, 3), 255, dtype=np.uint8)
        self.part = np.full((height, width), -1, dtype=np.int32)

    @property
    def cover(self) -> NDArray[np.bool_]:
        return self.part >= 0

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
        a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
        area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
        chosen = np.flatnonzero(area > 1e-6 if one_sided else np.abs(area) > 1e-6)
        corners, tones, area = corners[chosen], tones[chosen], area[chosen]
        low, high = self._pixels(corners[..., 1].min(axis=1), corners[..., 1].max(axis=1), 0)
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
            self._fill(corners, tones, area, triangle[some][row], x, y[some][row], paint, part)
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

    def _fill(
        self, corners: Floats, tones: Floats, area: Floats, triangle: Whole, x: Whole, y: Whole, paint: Paint, part: int
    ) -> None:
        a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]

        def plane(values: Floats) -> Floats:
            """What is linear over each triangle, at the pixels: a value for each corner in, one for each pixel out."""
            p, q, r = values.T
            across = (p * (b[:, 1] - c[:, 1]) + q * (c[:, 1] - a[:, 1]) + r * (a[:, 1] - b[:, 1])) / area
            down = (p * (c[:, 0] - b[:, 0]) + q * (a[:, 0] - c[:, 0]) + r * (b[:, 0] - a[:, 0])) / area
            base = p - across * (a[:, 0] - 0.5) - down * (a[:, 1] - 0.5)
            found: Floats = across[triangle] * x + down[triangle] * y + base[triangle]
            return found

        z = plane(corners[..., 2]).astype(np.float32)
        pixel = y * self.depth.shape[1] + x
        depth = self.depth.reshape(-1)
        nearer = np.flatnonzero(z > depth[pixel])
        triangle, x, y, pixel, z = triangle[nearer], x[nearer], y[nearer], pixel[nearer], z[nearer]
        np.maximum.at(depth, pixel, z)
        won = np.flatnonzero(z >= depth[pixel])
        triangle, x, y, pixel = triangle[won], x[won], y[won], pixel[won]
        level = np.clip(plane(tones) * 255, 0, 255).astype(np.uint8)
        self.rgb.reshape(-1, 3)[pixel] = paint[level]
        self.part.reshape(-1)[pixel] = part

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
