"""Moulds that may stand for one another: made at other times, of one size, and joined to other parts in the same places.

What differs is said with each pair. A mould that can do less than another (a stud without its hole) stands in for none that
can do more, so the table goes one way there. Retired numbers and twins need no row: `numbers.today` makes them one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from .numbers import today


class Differs(StrEnum):
    """What is not the same about two moulds."""

    CLIP = "clip"
    CORNERS = "corners"
    GROOVE = "groove"
    HANDLE = "handle"
    HOLE = "hole"
    NOTCH = "notch"
    SLOTS = "slots"
    STRONGER = "stronger"
    STUD = "stud"
    TIP = "tip"
    UNDERSIDE = "underside"


@dataclass(frozen=True, slots=True)
class Mould:
    """A part that may be taken instead, and what is not the same about it."""

    part: str
    differs: Differs


def moulds(part: str) -> tuple[Mould, ...]:
    """The moulds that may be taken instead of a part; none for most."""
    return _table().get(today(part), ())


@cache
def _table() -> dict[str, tuple[Mould, ...]]:
    found: dict[str, tuple[Mould, ...]] = {}
    with resources.files(__package__).joinpath("tables", "moulds.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found[row["part"]] = (*found.get(row["part"], ()), Mould(row["instead"], Differs(row["why"])))
    return found
