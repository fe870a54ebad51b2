"""The numbers of parts: today's for retired ones and twins, and those of other sites.

One part has many numbers: the LDraw library retires some and calls others alias of one, and BrickLink and Rebrickable have
their own. A file keeps what its author wrote; whatever lists, prices, searches or draws goes through `today`. The tables
hold facts of the LDraw.org parts library (CC BY 4.0, in parts CC BY 2.0) and of Rebrickable, for parts that the catalogue
knows; `tables/README.md` says how sure they are.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources

from . import colours
from .document import Transform

#: Numbers that mean the same everywhere when no table says otherwise: digits and at most one letter.
_PLAIN = re.compile(r"\d+[a-z]?")


class Site(Enum):
    """A site with part and colour numbers of its own."""

    BRICKLINK = "bricklink"
    REBRICKABLE = "rebrickable"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A part in a colour as a site calls it."""

    part: str
    colour: int


def today(part: str) -> str:
    """The number a part has today: retired ones followed to the end, twins folded into one."""
    moved = _moved().get(part)
    number = part if moved is None else moved[0]
    return _same().get(number, number)


def renumbered() -> dict[str, str]:
    """Every number that is not today's, with today's: for rows that were written under it."""
    return {number: today(number) for number in (*_moved(), *_same())}


def place_of(part: str) -> Transform | None:
    """Where the part that took a retired number's place stands in it (its own place times this); None for "as it was"."""
    moved = _moved().get(part)
    return None if moved is None else moved[1]


def elsewhere(part: str, colour: int, site: Site) -> Elsewhere | None:
    """How `site` calls a part in a colour; None where it has no number for the one or the other.

    Rubber is listed as its plain colour. The main colour (16), the edge colour (24) and direct colours have no number.
    """
    number = part_elsewhere(part, site)
    shown = colour_elsewhere(colour, site)
    return None if number is None or shown is None else Elsewhere(number, shown)


def part_elsewhere(part: str, site: Site) -> str | None:
    """A part's number at a site; None for one that cannot be known, such as a print without a row in the table."""
    number = today(part)
    found = _there(site).get(number)
    if found is not None:
        return found
    return number if _PLAIN.fullmatch(number) else None


def colour_elsewhere(colour: int, site: Site) -> int | None:
    """An LDraw colour's number at a site, or None."""
    known = colours.table().get(colour)
    if known is None:
        return None
    return known.bricklink if site is Site.BRICKLINK else known.rebrickable


def part_from(number: str, site: Site) -> str:
    """The part a site's number means, the most popular where several do; `number` itself where no table knows it."""
    number = number.strip().lower()
    return today(_back(site).get(number, number))


def colour_from(number: int, site: Site) -> int | None:
    """The LDraw colour a site's colour number means, the plain one where rubber shares it; None where there is none."""
    return _colours_back().get((site.value, number))


@cache
def _moved() -> dict[str, tuple[str, Transform | None]]:
    found: dict[str, tuple[str, Transform | None]] = {}
    for row in _rows("moved"):
        place = tuple(map(float, row["place"].split()))
        found[row["old"]] = (row["new"], place if len(place) == 12 else None)  # type: ignore[assignment]
    return found


@cache
def _same() -> dict[str, str]:
    return {row["part"]: row["same_as"] for row in _rows("same")}


@cache
def _there(site: Site) -> dict[str, str]:
    return {row["part"]: row[site.value] for row in _rows(site.value)}


@cache
def _back(site: Site) -> dict[str, str]:
    """The table's rows stand in the order of popularity: the first of several that share a number is meant."""
    found: dict[str, str] = {}
    for part, number in _there(site).items():
        found.setdefault(number.lower(), part)
    return found


@cache
def _colours_back() -> dict[tuple[str, int], int]:
    return {(row["system"], int(row["number"])): int(row["colour"]) for row in _rows("colours_back")}


def _rows(table: str) -> list[dict[str, str]]:
    with resources.files(__package__).joinpath("tables", f"{table}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
