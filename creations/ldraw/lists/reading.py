"""Which parts, in which colours, a list from elsewhere means, and what of it means nothing here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from .. import colours
from ..colour_names import colour_named
from ..errors import LDrawError, LDrawLimitError
from ..numbers import Site, colour_from, part_from, today
from ..parts_list import Lot, PartsList
from .kinds import rows_of
from .rows import Row, Rows
from .words import key, no_parts

MAX_LOTS = 50_000
#: Equal lots are added up, but reading each of them costs time.
MAX_ENTRIES = 250_000
#: No list asks for more parts than this has digits; direct colours have nine.
_MOST_DIGITS = 9
#: Whole numbers as spreadsheets write them: `1 200`, `12.0`, `12,00`.
_WHOLE = re.compile(r"([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)(?:[.,]0{1,2})?")
_BLANK = re.compile(r"\s")

#: Whether there is such a part.
Known = Callable[[str], bool]


class Reason(Enum):
    """Why an entry means no lot."""

    NO_PART = "no part, but a set, a minifigure or something else"
    EXCLUDED = "marked as excluded"
    PART_MISSING = "no part is named"
    PART_UNKNOWN = "there is no such part"
    COLOUR_MISSING = "no colour is named"
    COLOUR_UNKNOWN = "there is no such colour"
    QUANTITY = "no quantity that can be counted"


@dataclass(frozen=True, slots=True)
class Unknown:
    """An entry that means no lot here: its line (from 1), how it reads there, and why it was left out."""

    line: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class ReadList:
    """What a list holds: lots, equal ones added up, and the entries that are none."""

    parts: PartsList
    unknown: tuple[Unknown, ...]


class NoLot(Exception):
    """An entry means no lot."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def read_list(data: bytes, name: str, known: Known = lambda part: True) -> ReadList:
    """The lots of a list, and what is unknown in it. `known` says which parts there are, by today's LDraw numbers.

    Raises LDrawError, with line and column, for a list that holds nothing or cannot be read.
    """
    rows = rows_of(data, name)
    counts: Counter[Lot] = Counter()
    unknown: list[Unknown] = []
    for number, row in enumerate(rows.entries, 1):
        if number > MAX_ENTRIES:
            reason = f"the list has more entries than are read: {MAX_ENTRIES:,}"
            raise LDrawLimitError(reason, file=name, line=row.line, column=1)
        try:
            counts[identify(row, rows, known)] += quantity_of(row, rows)
        except NoLot as error:
            unknown.append(Unknown(row.line, row.text, error.reason))
        if len(counts) + len(unknown) > MAX_LOTS:
            reason = f"the list has more lots than are read: {MAX_LOTS:,}"
            raise LDrawLimitError(reason, file=name, line=row.line, column=1)
    if not counts and not unknown:
        raise LDrawError("this list is empty", file=name, line=1, column=1)
    lots = (replace(lot, quantity=quantity) for lot, quantity in sorted(counts.items()))
    return ReadList(PartsList(tuple(lots)), tuple(unknown))


def identify(row: Row, rows: Rows, known: Known) -> Lot:
    """The lot that is meant, its quantity apart. Raises NoLot."""
    values = row.values
    if values.get("kind") and key(values["kind"]) in no_parts():
        raise NoLot(Reason.NO_PART)
    if values.get("status", "").upper() == "X":
        raise NoLot(Reason.EXCLUDED)
    written = values.get("part", "")
    if not written:
        raise NoLot(Reason.PART_MISSING)
    if not _says_yes(values.get("custom")):
        return Lot(_part(written, rows.parts, known), _colour(values, rows), 0)
    flexible = _says_yes(values.get("flexible"))
    length = whole(values.get("length", "")) if flexible else None
    return Lot(written, _colour(values, rows), 0, custom=True, flexible=flexible, length_mm=length or 0)


def _says_yes(value: str | None) -> bool:
    return (value or "").lower() in ("1", "true", "yes")


def quantity_of(row: Row, rows: Rows) -> int:
    """How many; 1 where an item of BrickLink's says nothing. Raises NoLot."""
    quantity = whole(row.values.get("quantity", "1" if rows.form == "xml" else ""))
    if not quantity:
        raise NoLot(Reason.QUANTITY)
    return quantity


def whole(text: str) -> int | None:
    """The whole number that is written, if it is one that a list could mean."""
    match = _WHOLE.fullmatch(text)
    digits = _BLANK.sub("", match.group(1)) if match else ""
    return int(digits) if 0 < len(digits) <= _MOST_DIGITS else None


def _part(written: str, site: Site | None, known: Known) -> str:
    """The number of the part that is meant; outside a site's own lists LDraw's numbers come first."""
    number = written.lower().removesuffix(".dat")
    for other in (site,) if site else (None, *Site):
        part = part_from(number, other) if other else today(number)
        if known(part):
            return part
    raise NoLot(Reason.PART_UNKNOWN)


def _colour(values: dict[str, str], rows: Rows) -> int:
    """The colour by its number, else by its name."""
    written = values.get("colour") or values.get("colour_name")
    if not written:
        raise NoLot(Reason.COLOUR_MISSING)
    number = whole(written)
    if number is None:
        code = colour_named(written, french=rows.french)
    else:
        code = colour_from(number, rows.colours) if rows.colours else _own(number)
    if code is None:
        raise NoLot(Reason.COLOUR_UNKNOWN)
    return code


def _own(code: int) -> int | None:
    return code if code in colours.table() or colours.is_direct(code) else None
