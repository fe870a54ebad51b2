"""`0 !TEXMAP`: which picture lies on which lines, and where on it a point of a surface is.

Source: LDraw.org's language extension for texture mapping (2020). `0 !TEXMAP START` lasts to its `END`, `NEXT` for one line; what follows
`0 !: ` is drawn only with the picture, what stands between `FALLBACK` and `END` only without it. A picture's upper left corner is (0, 0), the
lower right one (1, 1).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from .document import Transform
from .names import normalise
from .primitive_shapes import Point

#: From a point to its place on the picture; what lies beside the picture has places below 0 or above 1.
Projection = Callable[[Point], tuple[float, float]]

_NUMBERS = {"PLANAR": 9, "CYLINDRICAL": 10, "SPHERICAL": 11}
_WORDS = re.compile(r"\s*0\s+!TEXMAP\s+(START|NEXT|FALLBACK|END)\b\s*(.*)", re.IGNORECASE)
_TEXTURED = re.compile(r"\s*0\s+!:\s+(.*)")
_GLOSS = re.compile(r"\s+GLOSSMAP\s.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Command:
    """`word` is START, NEXT, FALLBACK or END. The others have no picture; where START's is None, it cannot be read."""

    word: str
    texture: Texture | None = None


@dataclass(frozen=True, slots=True)
class Texture:
    """`points` are the three that the method asks for, in the file's LDU, `angles` the one of a cylinder or the two of a sphere, in degrees."""

    picture: str
    method: str
    points: tuple[Point, Point, Point]
    angles: tuple[float, ...]


def command(line: str) -> Command | None:
    """What a `0 !TEXMAP` line says; None when it is none."""
    match = _WORDS.match(line)
    if match is None:
        return None
    word = match.group(1).upper()
    return Command(word, _texture(match.group(2)) if word in ("START", "NEXT") else None)


def textured(line: str) -> str | None:
    """The line of another type that stands behind `0 !:`; None when it is no such line."""
    match = _TEXTURED.match(line) if "!:" in line else None
    return match.group(1) if match is not None else None


def _texture(text: str) -> Texture | None:
    method, _, rest = text.partition(" ")
    wanted = _NUMBERS.get(method.upper())
    words = rest.split(None, wanted or 0)
    if wanted is None or len(words) <= wanted:
        return None
    try:
        numbers = [float(word) for word in words[:wanted]]
    except ValueError:
        return None
    angles = tuple(numbers[9:])
    if not all(abs(number) < 1e6 for number in numbers) or not all(0 < angle <= 360 for angle in angles):
        return None
    picture = normalise(_GLOSS.sub("", words[wanted]).strip().strip('"'))
    a, b, c = ((numbers[k], numbers[k + 1], numbers[k + 2]) for k in (0, 3, 6))
    return Texture(picture, method.upper(), (a, b, c), angles)


def projection(texture: Texture, transform: Transform) -> Projection | None:
    """How a texture lies on points under a transform; None when its own points do not span anything."""
    points = [_moved(point, transform) for point in texture.points]
    try:
        return _PROJECTIONS[texture.method](points, texture.angles)
    except ZeroDivisionError:
        return None


def _planar(points: list[Point], angles: tuple[float, ...]) -> Projection:
    """The picture's upper left, upper right and lower left corners."""
    corner, across, down = points[0], _minus(points[1], points[0]), _minus(points[2], points[0])
    width, height = 1 / _dot(across, across), 1 / _dot(down, down)

    def place(point: Point) -> tuple[float, float]:
        away = _minus(point, corner)
        return _dot(away, across) * width, _dot(away, down) * height

    return place


def _cylindrical(points: list[Point], angles: tuple[float, ...]) -> Projection:
    """The middles of the lower and the upper end, and a point in the middle of the picture's upper edge; how far it goes round."""
    low, high, front = points
    down = _minus(low, high)
    length = 1 / _dot(down, down)
    before = _unit(_minus(front, high))
    beside = _unit(_cross(before, down))
    turns = 360 / angles[0]

    def place(point: Point) -> tuple[float, float]:
        away = _minus(point, high)
        angle = math.atan2(_dot(away, beside), _dot(away, before)) / (2 * math.pi)
        return 0.5 + angle * turns, _dot(away, down) * length

    return place


def _spherical(points: list[Point], angles: tuple[float, ...]) -> Projection:
    """The middle of the sphere and of the picture, and a point beside the latter; how far it goes round and from top to bottom."""
    centre, front, side = points
    before = _unit(_minus(front, centre))
    up = _unit(_cross(before, _minus(side, centre)))
    beside = _cross(up, before)
    turns, rises = 360 / angles[0], 360 / angles[1]

    def place(point: Point) -> tuple[float, float]:
        away = _minus(point, centre)
        angle = math.atan2(_dot(away, beside), _dot(away, before)) / (2 * math.pi)
        height = math.atan2(_dot(away, up), math.hypot(_dot(away, beside), _dot(away, before))) / (2 * math.pi)
        return 0.5 + angle * turns, 0.5 - height * rises

    return place


_PROJECTIONS = {"PLANAR": _planar, "CYLINDRICAL": _cylindrical, "SPHERICAL": _spherical}


def turn_of(texture: Texture) -> float:
    """How much further on the picture a point is once it has gone all the way round; 0 for what does not go round."""
    return 360 / texture.angles[0] if texture.angles else 0.0


def _moved(point: Point, transform: Transform) -> Point:
    x, y, z, a, b, c, d, e, f, g, h, i = transform
    p, q, r = point
    return (a * p + b * q + c * r + x, d * p + e * q + f * r + y, g * p + h * q + i * r + z)


def _minus(a: Point, b: Point) -> Point:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Point, b: Point) -> Point:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _unit(a: Point) -> Point:
    length = math.sqrt(_dot(a, a))
    return (a[0] / length, a[1] / length, a[2] / length)
