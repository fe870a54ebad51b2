"""The type 1 line of a placement: read, written, and kept as its author wrote it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import isfinite

from . import colours
from .colours import DIRECT
from .document import GLUE, Placement, Transform
from .limits import FARTHEST

#: The 3x3 matrix of a placement, row by row.
Matrix = tuple[float, float, float, float, float, float, float, float, float]
#: What stands after the place on a type 1 line: the matrix and the reference.
Turned = tuple[Matrix, str]
#: Remembered of one file; beyond that, words are read each time.
_MOST_REMEMBERED = 50_000


class Unreadable(Exception):
    """A line is not what its type asks; the message is the reason."""


class _Numbers(dict[str, float]):
    """Numbers by how they are written."""

    def __missing__(self, word: str) -> float:
        value = float(word)
        if len(self) < _MOST_REMEMBERED:
            self[word] = value
        return value


class Before:
    """What was read on a file's earlier lines: the same words come again and again, and reading them costs most.

    A model is the same few parts, turned the same few ways, at places that share their numbers.
    """

    __slots__ = ("number", "turned")

    def __init__(self) -> None:
        self.number: Callable[[str], float] = _Numbers().__getitem__
        self.turned: dict[str, Turned] = {}


def parse_placement(text: str, before: Before | None = None) -> tuple[int, Transform, str]:
    """Colour, transform and reference of a type 1 line. Raises Unreadable."""
    words = text.split(None, 5)
    if len(words) < 6:
        raise _too_short(text)
    before = before or Before()
    _, token, x, y, z, rest = words
    turned = before.turned.get(rest) or _turned(rest, text, before)
    try:
        across, down, along = before.number(x), before.number(y), before.number(z)
    except ValueError:
        raise bad_number([x, y, z]) from None
    if not (abs(across) + abs(down) + abs(along) <= FARTHEST or within_reach((across, down, along))):
        raise bad_number([x, y, z])
    return colour_of(token), (across, down, along, *turned[0]), turned[1]


def _turned(rest: str, text: str, before: Before) -> Turned:
    """The matrix and the reference at the end of the line `text`. Raises Unreadable, for the line's first bad number."""
    words = rest.split(None, 9)
    if len(words) < 10:
        raise _too_short(text)
    try:
        matrix: Matrix = tuple(map(before.number, words[:9]))  # type: ignore[assignment]
    except ValueError:
        raise bad_number(text.split(None, 14)[2:14]) from None
    if not within_reach(matrix):
        raise bad_number(text.split(None, 14)[2:14])
    reference = words[9].rstrip()
    if reference[-1] == GLUE:
        reference = reference[:-1].rstrip()
    if len(before.turned) < _MOST_REMEMBERED:
        before.turned[rest] = (matrix, reference)
    return matrix, reference


def _too_short(text: str) -> Unreadable:
    words = len(text.split(None, 14)) - 1
    return Unreadable(f"a placement has a colour, 12 numbers and a file name; this line has {words} of these 14 words")


@lru_cache(maxsize=4096)
def colour_of(token: str) -> int:
    """A colour's code, parsed once for each way it is written. Raises Unreadable."""
    try:
        return colours.parse(token)
    except ValueError:
        raise Unreadable(f"{token[:20]!r} is no colour number") from None


def within_reach(numbers: Sequence[float]) -> bool:
    """Whether all are finite and none is farther than FARTHEST."""
    total = sum(map(abs, numbers))  # one pass for nearly every line; NaN is not below anything
    return total <= FARTHEST or (isfinite(total) and max(map(abs, numbers)) <= FARTHEST)


def bad_number(words: list[str]) -> Unreadable:
    """Which of the words is none, none that is finite, or one beyond every model."""
    for word in words:
        try:
            value = float(word)
        except ValueError:
            return Unreadable(f"{word[:20]!r} is no number")
        if not isfinite(value):
            return Unreadable(f"{word[:20]!r} is no finite number")
        if abs(value) > FARTHEST:
            return Unreadable(f"{word[:20]!r} is larger than any model")
    return Unreadable("the numbers are too large")


def written(placement: Placement) -> str:
    """The line of a placement: as it was read where it still says the same, else in the shortest form."""
    source = placement.source
    if source and _is_one_line(source):
        try:
            if parse_placement(source) == (placement.colour, placement.transform, placement.reference):
                return source
        except Unreadable:
            pass
    return placement_line(placement)


def _is_one_line(source: str) -> bool:
    """Whether it breaks no line, but for an end of its own (see `document.GLUE`)."""
    if not ("\r" in source or "\n" in source or GLUE in source):
        return True
    text = source.rstrip("\r" + GLUE)
    return source[len(text) :] in ("\r", "\r" + GLUE) and not ("\r" in text or "\n" in text or GLUE in text)


def placement_line(placement: Placement) -> str:
    """The type 1 line of a placement in the shortest form."""
    colour = f"0x{placement.colour:X}" if placement.colour >= DIRECT else str(placement.colour)
    return f"1 {colour} {' '.join(map(number, placement.transform))} {placement.reference}"


def number(value: float) -> str:
    """The shortest decimal that reads back as the same number, without exponent or a needless `.0`."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return f"{value:.20f}".rstrip("0") if "e" in text else text
