"""The shapes of the commonest LDraw primitives, made from their definitions instead of the library's files.

A primitive is a unit shape: radius 1 about the y axis, from y = 0 to y = 1, in 16 segments; a file places and stretches it.
A name says how much of the circle it covers: `1-4cyli` is a quarter. Source: the primitives reference on LDraw.org.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin

Point = tuple[float, float, float]
Triangle = tuple[Point, Point, Point]

_ROUND = re.compile(r"(?:(?:48|8)/)?(\d+)-(\d+)(cyli|cylc|cylo|disc|ndis|ring|rin|con)(\d*)\.dat")


@lru_cache(maxsize=1024)
def primitive(name: str) -> tuple[Triangle, ...] | None:
    """The triangles of a primitive by its normalised name; None when its shape is not known here."""
    match = _ROUND.fullmatch(name)
    if match is not None:
        part, whole, shape, size = match.groups()
        if int(whole) == 0:
            return None
        rim = _arc(int(part) / int(whole))
        return _round(shape, rim, int(size) if size else 1)
    maker = _SIMPLE.get(name)
    return maker() if maker is not None else None


def _arc(fraction: float) -> list[tuple[float, float]]:
    """Points of the unit circle from angle 0, sixteen segments to the full turn."""
    segments = max(1, round(16 * fraction))
    turn = 2 * pi * fraction / segments
    return [(cos(turn * k), sin(turn * k)) for k in range(segments + 1)]


def _quad(a: Point, b: Point, c: Point, d: Point) -> list[Triangle]:
    return [(a, b, c), (a, c, d)]


def _disc(rim: list[tuple[float, float]], y: float = 0.0) -> list[Triangle]:
    return [((0.0, y, 0.0), (x, y, z), (u, y, w)) for (x, z), (u, w) in pairwise(rim)]


def _wall(rim: list[tuple[float, float]], low: float, high: float) -> list[Triangle]:
    """A strip from radius `low` at y = 0 to radius `high` at y = 1."""
    found: list[Triangle] = []
    for (x, z), (u, w) in pairwise(rim):
        a, b = (x * low, 0.0, z * low), (u * low, 0.0, w * low)
        c, d = (u * high, 1.0, w * high), (x * high, 1.0, z * high)
        found += _quad(a, b, c, d)
    return found


def _ring(rim: list[tuple[float, float]], inner: float) -> list[Triangle]:
    outer = inner + 1
    found: list[Triangle] = []
    for (x, z), (u, w) in pairwise(rim):
        found += _quad(
            (x * inner, 0.0, z * inner),
            (x * outer, 0.0, z * outer),
            (u * outer, 0.0, w * outer),
            (u * inner, 0.0, w * inner),
        )
    return found


def _corner(rim: list[tuple[float, float]]) -> list[Triangle]:
    """What is left of the square around an arc, quarter by quarter (`ndis`)."""
    found: list[Triangle] = []
    for (x, z), (u, w) in pairwise(rim):
        middle = (x + u, z + w)
        corner = (1.0 if middle[0] > 0 else -1.0, 0.0, 1.0 if middle[1] > 0 else -1.0)
        found.append((corner, (x, 0.0, z), (u, 0.0, w)))
    return found


def _round(shape: str, rim: list[tuple[float, float]], size: int) -> tuple[Triangle, ...]:
    if shape == "disc":
        return tuple(_disc(rim))
    if shape == "ndis":
        return tuple(_corner(rim))
    if shape in ("ring", "rin"):
        return tuple(_ring(rim, float(size)))
    if shape == "con":
        return tuple(_wall(rim, float(size + 1), float(size)))
    closed = _disc(rim, 1.0) if shape == "cylc" else []
    return tuple(_wall(rim, 1.0, 1.0) + closed)


def _box(sides: str) -> tuple[Triangle, ...]:
    """A cube from -1 to 1; `sides` names which of its faces are there (u is -y, LDraw's up)."""
    points = {(x, y, z): (float(x), float(y), float(z)) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)}
    faces = {
        "u": ((-1, -1, -1), (1, -1, -1), (1, -1, 1), (-1, -1, 1)),
        "d": ((-1, 1, -1), (-1, 1, 1), (1, 1, 1), (1, 1, -1)),
        "l": ((-1, -1, -1), (-1, -1, 1), (-1, 1, 1), (-1, 1, -1)),
        "r": ((1, -1, -1), (1, 1, -1), (1, 1, 1), (1, -1, 1)),
        "f": ((-1, -1, -1), (-1, 1, -1), (1, 1, -1), (1, -1, -1)),
        "b": ((-1, -1, 1), (1, -1, 1), (1, 1, 1), (-1, 1, 1)),
    }
    found: list[Triangle] = []
    for side in sides:
        found += _quad(*(points[corner] for corner in faces[side]))
    return tuple(found)


def _open_box() -> tuple[Triangle, ...]:
    """`box5`: from y = 0 to y = 1, open at y = 1."""
    squeezed = _box("ulrfb")
    return tuple(tuple((x, (y + 1) / 2, z) for x, y, z in triangle) for triangle in squeezed)  # type: ignore[misc]


def _rectangle() -> tuple[Triangle, ...]:
    return tuple(_quad((1.0, 0.0, 1.0), (1.0, 0.0, -1.0), (-1.0, 0.0, -1.0), (-1.0, 0.0, 1.0)))


def _stud(radius: float = 6.0) -> tuple[Triangle, ...]:
    """A stud stands 4 LDU above y = 0, which is -y."""
    rim = _arc(1.0)
    unit = _wall(rim, 1.0, 1.0) + _disc(rim, 1.0)
    return tuple(tuple((x * radius, -4 * y, z * radius) for x, y, z in triangle) for triangle in unit)  # type: ignore[misc]


_SIMPLE: dict[str, Callable[[], tuple[Triangle, ...]]] = {
    "rect.dat": _rectangle,
    "rect1.dat": _rectangle,
    "rect2p.dat": _rectangle,
    "rect3.dat": _rectangle,
    "rect2a.dat": _rectangle,
    "box.dat": lambda: _box("udlrfb"),
    "box5.dat": _open_box,
    "box4t.dat": lambda: _box("ulrf"),
    "stud.dat": _stud,
    "stud2.dat": _stud,
    "stug-1x1.dat": _stud,
}
