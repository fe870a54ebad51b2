"""A model's first picture in 3D: what can be seen of it from outside, as one light mesh that is drawn as soon as it is there.

Opening a model exactly takes unpacking, shading and drawing every part with all its faces, of which most are inside. A
sketch is made once by the server and asks for none of that: parts simplified to what a screen shows of the whole, and of
their faces only those that are seen from some side. The parts themselves take its place when they are ready.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .materials import material
from .meshes import Mesh, corner_normals
from .model import Instances, Model
from .raster import DepthBuffer, View
from .simplifying import simplified

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]

#: A screen shows a whole model a thousand pixels wide: a surface may be off by some of them, but no part is bent beyond
#: knowing, whatever the model's size. As a share of the model's radius, and in LDU.
_ERROR, _MOST_ERROR = 1 / 200, 4.0
#: Triangles a sketch has at most (those that show most are kept), and how many all parts may have for one to be made.
_MOST, _MOST_LOOKED_AT = 350_000, 3_000_000
#: Below this many all are kept: looking would take longer than drawing.
_FEW = 6_000
#: From how many sides a model is looked at, and the pixels of its longer side.
_SIDES, _PIXELS = 24, 512
_GOLDEN_ANGLE = 180 * (3 - math.sqrt(5))
#: Places are told so much finer than surfaces may be off.
_FINER = 8
#: Steps of a normal from 0 to 1: what differs by less is one vertex.
_TURNS = 15


@dataclass(frozen=True, slots=True)
class Sketch:
    """`positions` (n, 3) are LDU above `low`, in `unit`s; `normals` (n, 3) from -127 to 127; `colours` (n,) indices into
    `palette`, LDraw's codes. `faces` (m, 3) run against the clock; the first `solid` are opaque, the others are not.
    """

    positions: NDArray[np.uint16]
    normals: NDArray[np.int8]
    colours: NDArray[np.uint16]
    faces: Whole
    solid: int
    low: tuple[float, float, float]
    unit: float
    palette: list[int]

    def packed(self) -> bytes:
        """Deflated: x, y and z of the positions as differences to the vertex before (uint16), the normals (int8, x y z of each
        vertex), the colours (uint16), and the corners as how far each lies behind the next vertex no corner has named yet
        (uint32). Vertices are in the order in which the faces name them. Of numbers of several bytes all lowest bytes come
        first, then all next ones.
        """
        corners = self.faces.reshape(-1)
        behind = np.maximum.accumulate(np.r_[-1, corners])[:-1] + 1 - corners
        steps = np.diff(self.positions, axis=0, prepend=np.zeros((1, 3), dtype=np.uint16))
        planes = [
            *(_by_bytes(axis.astype("<u2")) for axis in steps.T),
            self.normals.tobytes(),
            _by_bytes(self.colours.astype("<u2")),
            _by_bytes(behind.astype("<u4")),
        ]
        return zlib.compress(b"".join(planes), 7)


def _by_bytes(numbers: NDArray[Any]) -> bytes:
    return np.ascontiguousarray(numbers).view(np.uint8).reshape(len(numbers), -1).T.tobytes()


@dataclass(slots=True)
class _Soup:
    """Triangles that share nothing: `corners` and `normals` (n, 3, 3), `colours` (n,) LDraw's codes."""

    corners: Floats
    normals: Floats
    colours: Whole


@dataclass(slots=True)
class _Group:
    """A simplified mesh in a model: its `corners` and `normals` (f, 3, 3), where it stands as `matrices` (n, 3, 3) and
    `places` (n, 3), and its colour. Its triangles count one instance after the other.
    """

    corners: Floats
    normals: Floats
    matrices: Floats
    places: Floats
    colour: int

    def __len__(self) -> int:
        return len(self.corners) * len(self.places)

    def placed(self, chosen: Whole) -> Floats:
        """The corners of some triangles, seen from outside against the clock."""
        instance, face = np.divmod(chosen, max(1, len(self.corners)))
        found = np.einsum("kij,kcj->kci", self.matrices[instance], self.corners[face]) + self.places[instance, None]
        return self._turned_round(found, instance)

    def soup(self, chosen: Whole) -> _Soup:
        instance, face = np.divmod(chosen, max(1, len(self.corners)))
        # Normals are turned by the inverse, transposed: the cofactors, which flat matrices have too, but for the sign.
        a, b, c = (self.matrices[:, :, k] for k in range(3))
        cofactors = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)], axis=2)
        cofactors[self._mirrored] *= -1
        normals = np.einsum("kij,kcj->kci", cofactors[instance], self.normals[face])
        normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-9)
        colours = np.full(len(chosen), self.colour, dtype=np.int64)
        return _Soup(self.placed(chosen), self._turned_round(normals, instance), colours)

    @property
    def _mirrored(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = np.linalg.det(self.matrices) < 0
        return found

    def _turned_round(self, values: Floats, instance: Whole) -> Floats:
        found: Floats = np.where(self._mirrored[instance, None, None], values[:, ::-1], values)
        return found


def sketch(model: Model) -> Sketch | None:
    """The sketch of a model; None when it draws nothing, or too much to look at each triangle."""
    error = min(_MOST_ERROR, _ERROR * _radius(model))
    lighter: dict[int, tuple[Floats, Floats]] = {}
    for group in model.instances:
        if id(group.mesh) not in lighter:
            lighter[id(group.mesh)] = _shaded(simplified(group.mesh, error))
    groups: tuple[list[_Group], list[_Group]] = ([], [])
    for group in model.instances:
        groups[material(group.colour).is_clear].append(_group(group, *lighter[id(group.mesh)]))
    solid, clear = (sum(map(len, some)) for some in groups)
    if not 0 < solid + clear <= _MOST_LOOKED_AT:
        return None
    seen = np.arange(solid) if solid <= _FEW else np.sort(_seen(_all_corners(groups[0], solid))[:_MOST])
    soups = _soups(groups[0], seen) + _soups(groups[1], np.arange(min(_MOST, clear)))
    return _indexed(soups, len(seen), error / _FINER)


def _group(group: Instances, corners: Floats, normals: Floats) -> _Group:
    transforms = group.transforms.astype(np.float32)
    return _Group(corners, normals, transforms[:, 3:].reshape(-1, 3, 3), transforms[:, :3], group.colour)


def _all_corners(groups: list[_Group], count: int) -> Floats:
    found = np.empty((count, 3, 3), dtype=np.float32)
    start = 0
    for group in groups:
        found[start : start + len(group)] = group.placed(np.arange(len(group)))
        start += len(group)
    return found


def _soups(groups: list[_Group], chosen: Whole) -> list[_Soup]:
    """Some of all triangles of some groups, by their sorted numbers from the first group's on."""
    ends = np.cumsum([0, *map(len, groups)])
    borders = np.searchsorted(chosen, ends)
    return [
        group.soup(chosen[first:last] - start)
        for group, start, first, last in zip(groups, ends[:-1], borders[:-1], borders[1:], strict=True)
        if last > first
    ]


def _radius(model: Model) -> float:
    places = [group.transforms[:, :3] for group in model.instances]
    if not places:
        return 0.0
    everything = np.concatenate(places)
    parts = max(float(np.abs(group.mesh.points).max(initial=0)) for group in model.instances)
    return float(np.linalg.norm(np.ptp(everything, axis=0)) / 2 + parts)


def _shaded(mesh: Mesh) -> tuple[Floats, Floats]:
    """Corners and normals (n, 3, 3) of a mesh; the library's faces run with the clock, these against it."""
    turned = Mesh(mesh.points, mesh.faces[:, ::-1])
    return turned.points[turned.faces], corner_normals(turned)


def _seen(corners: Floats) -> Whole:
    """Which triangles are seen from somewhere outside, those that show most first."""
    pixels = np.zeros(len(corners), dtype=np.int64)
    numbers = np.arange(len(corners))
    # Corners in the order of the library's faces, which the buffer expects; each axis in a row of its own.
    points = np.ascontiguousarray(corners[:, ::-1].reshape(-1, 3).T)
    for side in range(_SIDES):
        elevation = math.degrees(math.asin(1 - 2 * (side + 0.5) / _SIDES))
        turned = View(side * _GOLDEN_ANGLE, elevation).axes * np.array([[1], [-1], [1]], dtype=np.float32) @ points
        low, high = turned.min(axis=1), turned.max(axis=1)
        scale = _PIXELS / max(float(high[0] - low[0]), float(high[1] - low[1]), 1e-6)
        width, height = (math.ceil((high[k] - low[k]) * scale) + 1 for k in (0, 1))
        seen = ((turned - low[:, None]) * np.float32(scale)).T.reshape(-1, 3, 3)
        buffer = DepthBuffer(width, height)
        buffer.mark(seen, numbers, one_sided=True)
        pixels += np.bincount(buffer.part[buffer.cover], minlength=len(corners))
    order = np.argsort(-pixels, kind="stable")
    return order[: np.count_nonzero(pixels)]


def _indexed(soups: list[_Soup], solid: int, fineness: float) -> Sketch:
    """Corners that are alike to `fineness` LDU become one vertex."""
    points = np.concatenate([soup.corners for soup in soups]).reshape(-1, 3)
    normals = np.concatenate([soup.normals for soup in soups]).reshape(-1, 3)
    low = points.min(axis=0)
    unit = max(float(np.ptp(points, axis=0).max()) / 65535, fineness)
    palette, colours = np.unique(np.concatenate([soup.colours for soup in soups]), return_inverse=True)
    vertices = np.empty((len(points), 7), dtype=np.int32)
    vertices[:, :3] = np.round((points - low) / unit)
    vertices[:, 3:6] = np.round(normals * _TURNS) * (127 // _TURNS)
    vertices[:, 6] = np.repeat(colours, 3)
    # One number in a row for all seven: sorting those is far faster than sorting rows.
    _, first, which = np.unique(vertices.view("V28").reshape(-1), return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    kept = vertices[first[order]]
    return Sketch(
        positions=kept[:, :3].astype(np.uint16),
        normals=kept[:, 3:6].astype(np.int8),
        colours=kept[:, 6].astype(np.uint16),
        faces=rank[which.reshape(-1)].reshape(-1, 3),
        solid=solid,
        low=(float(low[0]), float(low[1]), float(low[2])),
        unit=unit,
        palette=[int(code) for code in palette],
    )
