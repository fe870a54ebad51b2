"""A picture of each building step: what stands, in line art, with what is new outlined.

A step's picture begins where the last one of the same submodel ended: only the new parts are drawn into the depth buffer,
so that a model costs about one drawing of itself, whatever the number of its steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..ldraw.build_plan import BuildPlan
from ..ldraw.step_views import StepView
from .materials import material
from .meshes import corner_normals, part_normals
from .model import Instances, Model
from .raster import Floats, Paint, Raster, View

VIEW, FRONT = View(azimuth=32, elevation=28), View(azimuth=0, elevation=0)
_SUPERSAMPLING = 2
_MARGIN = 0.04
_ACCENT = (216, 72, 31)
#: The width of the line around what is new, before the picture is made smaller.
_LINE = 3
#: How much of what lies behind a transparent part shows.
_CLEAR = 0.5

Pixels = NDArray[np.uint8]


@dataclass(slots=True)
class _Standing:
    """One instance: a row of a group. `number` is unlike every other's."""

    group: Instances
    row: int
    number: int


@dataclass(slots=True)
class _Table:
    """What lies before the builder while one thing is built and held one way: its buffers, and where they look."""

    held: StepView | None
    scale: float
    offset: Floats
    solid: Raster
    clear: Raster | None
    next: int  # the step whose parts are to be added next

    @property
    def view(self) -> View:
        return _view_of(self.held)


class StepPictures:
    """`size`: the longer side of the pictures, in pixels."""

    def __init__(self, plan: BuildPlan, model: Model, size: int) -> None:
        self.plan = plan
        self.size = size
        self._normals: dict[int, Floats] = {}
        self._by_step: dict[int, list[_Standing]] = defaultdict(list)
        number = 0
        for group in model.instances:
            for row, step in enumerate(group.steps.tolist()):
                self._by_step[step].append(_Standing(group, row, number))
                number += 1
        self._tables: dict[int, _Table] = {}

    def __iter__(self) -> Iterator[Image.Image]:
        """The pictures in the plan's order, each cut to what stands, on white."""
        for index, step in enumerate(self.plan.steps):
            end = self._last(index)
            # Nested builds end before what they are for goes on, so the last step names a table.
            before = self._tables.get(end)
            done = before.next if before else step.first
            table = before if before and before.held == step.view else self._lay(step.first, end, step.view)
            self._tables[end] = table
            new: set[int] = set()
            for at in range(table.next, index + 1):
                for standing in self._by_step.get(at, []):
                    self._draw(table, standing)
                    if at >= done:
                        new.add(standing.number)
            table.next = index + 1
            yield self._picture(table, new)
            if index == end:
                del self._tables[end]

    def _last(self, index: int) -> int:
        own = self.plan.steps[index]
        return next(
            k
            for k in range(index, len(self.plan.steps))
            if (step := self.plan.steps[k]).first == own.first and step.title == own.title and step.number == own.of
        )

    def _lay(self, first: int, end: int, held: StepView | None) -> _Table:
        """Buffers as large as all that these steps add will need."""
        view = _view_of(held)
        standing = [one for step in range(first, end + 1) for one in self._by_step.get(step, [])]
        corners = [np.zeros((1, 3), dtype=np.float32)] if not standing else []
        for one in standing:
            points = one.group.mesh.points
            low, high = points.min(axis=0), points.max(axis=0)
            box = np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
            matrix, place = _placed(one, held)
            corners.append(((box @ matrix.T + place) @ view.axes.T).astype(np.float32))
        around = np.concatenate(corners)
        low, high = around.min(axis=0), around.max(axis=0)
        span = np.maximum((high - low)[:2], 1)
        scale = self.size * _SUPERSAMPLING / float(span.max())
        # What is small is not drawn larger than this: a plate does not fill the page.
        scale = min(scale, 6.0 * _SUPERSAMPLING)
        margin = _MARGIN * float(span.max()) * scale
        width, height = (int(np.ceil(side * scale + 2 * margin)) for side in span)
        offset = np.array([margin - low[0] * scale, margin + high[1] * scale, 0], dtype=np.float32)
        has_clear = any(material(one.group.colour).is_clear for one in standing)
        return _Table(held, scale, offset, Raster(width, height), Raster(width, height) if has_clear else None, first)

    def _draw(self, table: _Table, standing: _Standing) -> None:
        group = standing.group
        matrix, place = _placed(standing, table.held)
        screen = ((group.mesh.points @ matrix.T + place) @ table.view.axes.T).astype(np.float32)
        screen[:, :2] *= table.scale * np.array([1, -1], dtype=np.float32)
        screen += table.offset
        normals = self._normals_of(group)
        tones = table.view.tones(normals, matrix)
        is_clear = material(group.colour).is_clear
        raster = table.clear if is_clear and table.clear is not None else table.solid
        # Only the library's meshes tell inside from outside, and a mirror turns them inside out.
        one_sided = bool(group.mesh.frame) and not is_clear and float(np.linalg.det(matrix)) > 0
        raster.add(screen[group.mesh.faces], tones, paint_of(group.colour), standing.number, one_sided=one_sided)

    def _normals_of(self, group: Instances) -> Floats:
        known = self._normals.get(id(group.mesh))
        if known is None:
            own = part_normals(group.part) if group.mesh.frame else None
            known = own if own is not None and len(own) == len(group.mesh.faces) else corner_normals(group.mesh)
            self._normals[id(group.mesh)] = known
        return known

    def _picture(self, table: _Table, new: set[int]) -> Image.Image:
        shown = table.solid.cover if table.clear is None else table.solid.cover | table.clear.cover
        if not shown.any():
            return Image.new("RGB", (8, 8), "white")
        pad = int(_MARGIN * self.size)
        rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
        window = (
            slice(max(0, rows[0] - pad), rows[-1] + pad + 1),
            slice(max(0, columns[0] - pad), columns[-1] + pad + 1),
        )
        bend = 1.4 / table.scale + 0.25
        solid = table.solid.cut(*window)
        pixels, part = _inked(solid, bend), solid.part
        if table.clear is not None:
            clear = table.clear.cut(*window)
            nearer = clear.depth > solid.depth
            mixed = pixels[nearer] * _CLEAR + _inked(clear, bend)[nearer] * (1 - _CLEAR)
            pixels[nearer] = mixed.astype(np.uint8)
            part = np.where(nearer, clear.part, part)
        if new:
            pixels[_around(np.isin(part, np.fromiter(new, dtype=np.int32)))] = _ACCENT
        picture = Image.fromarray(pixels, "RGB")
        width, height = (max(1, side // _SUPERSAMPLING) for side in picture.size)
        return picture.resize((width, height), Image.Resampling.BOX)


def _view_of(held: StepView | None) -> View:
    return FRONT if held is not None and held.absolute else VIEW


def _placed(standing: _Standing, held: StepView | None) -> tuple[Floats, Floats]:
    """An instance's matrix and place, as the model is held."""
    row = standing.group.transforms[standing.row].astype(np.float32)
    matrix, place = row[3:].reshape(3, 3), row[:3]
    if held is None:
        return matrix, place
    turn = np.array(held.matrix, dtype=np.float32).reshape(3, 3)
    return turn @ matrix, turn @ place


def _inked(raster: Raster, bend: float) -> Pixels:
    """A copy of its colours with lines along the edges: dark ones, and light ones on what is dark."""
    pixels = raster.rgb.copy()
    edges = np.flatnonzero(raster.edges(bend))
    flat = pixels.reshape(-1, 3)
    under = flat[edges].astype(np.float32)
    is_dark = under.mean(axis=1, keepdims=True) < 70
    flat[edges] = np.where(is_dark, under + 70, under * 0.42).astype(np.uint8)
    return pixels


@cache
def paint_of(code: int) -> Paint:
    """An LDraw colour by tone: darker below the middle, with a little white above it as on glossy plastic."""
    rgb = np.array([255 * _srgb(value) for value in material(code).rgb], dtype=np.float32)
    tone = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    lit = rgb * np.minimum(tone / 0.82, 1) + np.maximum(tone - 0.82, 0) * 255
    paint: Paint = np.clip(lit, 0, 255).astype(np.uint8)
    return paint


def _srgb(linear: float) -> float:
    return linear * 12.92 if linear <= 0.0031308 else float(1.055 * linear ** (1 / 2.4) - 0.055)


def _around(shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A line around a shape."""
    wide = shape.copy()
    for axis in (0, 1):
        grown = wide.copy()
        for by in range(1, _LINE + 1):
            to, of = grown.swapaxes(0, axis), wide.swapaxes(0, axis)
            to[by:] |= of[:-by]
            to[:-by] |= of[by:]
        wide = grown
    line: NDArray[np.bool_] = wide & ~shape
    return line
