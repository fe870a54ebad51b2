"""Faults of the parts library's meshes: faces that are missing from a flat surface, and faces that look the wrong way.

A hole is a round of at most six open edges in a plane, with a neighbour in that plane whose surface it interrupts. Longer rounds
are left alone: an opening that is meant, such as a pin's, is a circle of at least eight. A face is flipped when it meets all its
neighbours the wrong way round: two faces that share an edge run along it in opposite directions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
Faces = NDArray[np.int32]
Whole = NDArray[np.int64]

#: Points nearer than this are one, in LDU.
_SAME = 0.05
_MOST_EDGES = 6
#: How far a hole's corners may lie from their plane, in LDU, and how its plane may differ from its neighbour's (a cosine).
_FLAT, _ALIKE = 0.15, 0.95
#: Areas in square LDU: smaller holes nobody sees, larger ones may be meant, though nobody means a triangle. A stud's top has 113.
_LEAST, _MOST, _MOST_OF_TRIANGLE = 0.01, 20, 60


@dataclass(frozen=True, slots=True)
class Faults:
    """`holes` are rounds of points as the missing faces would run; `flipped` are numbers of faces."""

    holes: list[list[int]]
    flipped: list[int]

    def __bool__(self) -> bool:
        return bool(self.holes or self.flipped)


def faults(points: Points, faces: Faces) -> Faults:
    """What is wrong with a mesh of `points` (n, 3) and `faces` (m, 3)."""
    welded = _welded(points)[faces]
    flipped = _flipped(welded)
    turned = np.array(faces)
    turned[flipped] = turned[flipped, ::-1]
    return Faults(_holes(points, turned), flipped)


def mended(points: Points, faces: Faces) -> Faces:
    """The faces, with flipped ones turned and holes filled. The points stay."""
    found = faults(points, faces)
    if not found:
        return faces
    whole = np.array(faces)
    whole[found.flipped] = whole[found.flipped, ::-1]
    filling = [corners for hole in found.holes for corners in _triangles(points, hole)]
    return np.concatenate([whole, np.array(filling, dtype=np.int32).reshape(-1, 3)]).astype(np.int32)


def _welded(points: Points) -> Whole:
    """For each point the first one in the same place."""
    x, y, z = (np.round(points / _SAME).astype(np.int64) + (1 << 20)).T
    # One number for all three: rows are sorted ten times more slowly.
    _, first, which = np.unique((x << 42) | (y << 21) | z, return_index=True, return_inverse=True)
    found: Whole = first[which.reshape(-1)]
    return found


def _edges(welded: Whole) -> tuple[Whole, Whole]:
    """The directed edges (3m, 2) of faces, face after face, and the face of each. Faces without area have none."""
    real = (welded != np.roll(welded, 1, axis=1)).all(axis=1)
    edges = np.stack([welded, np.roll(welded, -1, axis=1)], axis=2)[real].reshape(-1, 2)
    return edges, np.repeat(np.flatnonzero(real), 3)


def _shared(edges: Whole) -> tuple[Whole, Whole, Whole]:
    """Edges sorted so that those between the same points stand together, where each lot of them starts, and how many it has."""
    low, high = edges.min(axis=1, initial=1 << 40), edges.max(axis=1, initial=0)
    ways = low * (edges.max(initial=0) + 1) + high
    order = np.argsort(ways, kind="stable")
    _, starts, counts = np.unique(ways[order], return_index=True, return_counts=True)
    return order, starts, counts


def _flipped(welded: Whole) -> list[int]:
    """Faces all of whose neighbours, at least two, run along the common edge in the same direction as they do."""
    edges, of = _edges(welded)
    order, starts, counts = _shared(edges)
    starts = starts[counts == 2]
    one, other = order[starts], order[starts + 1]
    same = edges[one, 0] == edges[other, 0]
    right, wrong = (np.zeros(len(welded), dtype=np.int64) for _ in range(2))
    for side in (one, other):
        np.add.at(wrong, of[side], same)
        np.add.at(right, of[side], ~same)
    return [int(face) for face in np.flatnonzero((wrong >= 2) & (right == 0))]


def _holes(points: Points, faces: Faces) -> list[list[int]]:
    welded = _welded(points)[faces]
    edges, of = _edges(welded)
    order, starts, counts = _shared(edges)
    open_edges = order[starts[counts == 1]]
    rounds = _rounds([(int(edges[n, 1]), int(edges[n, 0]), int(of[n])) for n in open_edges])
    return [hole for hole, beside in rounds if _is_hole(points, faces, hole, beside)]


def _rounds(edges: list[tuple[int, int, int]]) -> list[tuple[list[int], list[int]]]:
    """Closed rounds of edges (from, to, face beside): their points and the faces beside them."""
    after: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for begin, end, face in edges:
        after[begin].append((end, face))
    found = []
    seen: set[int] = set()
    for begin, _, _ in edges:
        hole: list[int] = []
        beside: list[int] = []
        here = begin
        while len(after[here]) == 1 and here not in seen and len(hole) <= _MOST_EDGES:
            seen.add(here)
            hole.append(here)
            here, face = after[here][0]
            beside.append(face)
        if hole and here == begin and 3 <= len(hole) <= _MOST_EDGES:
            found.append((hole, beside))
    return found


def _is_hole(points: Points, faces: Faces, hole: list[int], beside: list[int]) -> bool:
    corners = points[hole].astype(np.float64)
    centre = corners.mean(axis=0)
    normal = np.cross(corners - centre, np.roll(corners, -1, axis=0) - centre).sum(axis=0)
    area = float(np.linalg.norm(normal)) / 2
    if not _LEAST < area < (_MOST_OF_TRIANGLE if len(hole) == 3 else _MOST):
        return False
    normal /= 2 * area
    if np.abs((corners - centre) @ normal).max() > _FLAT:
        return False
    neighbours = points[faces[beside]].astype(np.float64)
    normals = np.cross(neighbours[:, 1] - neighbours[:, 0], neighbours[:, 2] - neighbours[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    return bool(((normals @ normal) > _ALIKE * np.maximum(lengths, 1e-9)).any())


def _triangles(points: Points, hole: list[int]) -> list[tuple[int, int, int]]:
    """The hole cut into triangles, ear by ear."""
    corners = points[hole].astype(np.float64)
    centre = corners.mean(axis=0)
    normal = np.cross(corners - centre, np.roll(corners, -1, axis=0) - centre).sum(axis=0)
    left, found = list(hole), []
    while len(left) > 3:
        areas = []
        for k in range(len(left)):
            a, b, c = (points[left[(k + step) % len(left)]].astype(np.float64) for step in (-1, 0, 1))
            areas.append(float(np.cross(b - a, c - a) @ normal))
        # The smallest ear that is none of the round's inward corners.
        best = min(range(len(left)), key=lambda k: areas[k] if areas[k] > 0 else float("inf"))
        found.append((left[best - 1], left[best], left[(best + 1) % len(left)]))
        del left[best]
    return [*found, (left[0], left[1], left[2])]
