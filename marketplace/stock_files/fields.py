"""What the columns of an entry say of a lot, as values of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from . import figures, words
from .figures import Notation
from .limits import HEAVIEST, HEAVIEST_LOT, HIGHEST_SALE, MOST_LETTERS, MOST_OF_LOCATION, MOST_TIERS
from .problems import BadField, Why

_LOT_ID = re.compile(r"[0-9A-Za-z._-]{1,40}")
#: A figure that a table of ours put a quotation mark before, so that no spreadsheet computes it.
_GUARDED = re.compile(r"'(?=\s*[=+\-@])")


def text(said: str, most: int = MOST_LETTERS) -> str:
    """Words in one line, no longer than they are kept."""
    if said[:1] == "'":
        said = _GUARDED.sub("", said, count=1)
    if not said.isprintable():
        said = "".join(sign if sign.isprintable() else " " for sign in said)
    return " ".join(said.split())[:most].rstrip()


def lot_id(said: str) -> str:
    """The number a lot has elsewhere; empty for none, which is also written 0. Raises BadField."""
    said = said.strip()
    if said and not _LOT_ID.fullmatch(said):
        raise BadField(Why.LOT_ID, said, "lot_id")
    return "" if said == "0" else said


def condition(said: str) -> str:
    """N or U. Raises BadField."""
    found = words.condition(said)
    if found is None:
        raise BadField(Why.CONDITION, said, "condition")
    return found


def particulars(values: Mapping[str, str], notation: Notation, form: str) -> dict[str, Any]:
    """All that is said of a lot beside which one it is and how many there are. Raises BadField."""
    found: dict[str, Any] = {}
    for column, read in _READ.items():
        said = values.get(column)
        if said is None:
            continue
        try:
            value = read(said, notation)
        except BadField as error:
            error.column = column
            raise
        if value is not None:
            found[column] = value
    if form == "bsx" and values.get("retain") == "":  # BrickStore's <Retain/>
        found["retain"] = True
    if form == "bsx" and values.get("stockroom") == "":
        found["stockroom"] = True
    if any(column in values for column in ("tq1", "tp1")):
        found["tiers"] = _tiers(values, notation)
    if values.get("weight"):
        found["centigrams"] = centigrams(values["weight"])
    return found


def _price(said: str, notation: Notation) -> int | None:
    return figures.price(said, notation) if said.strip() else None


def _bulk(said: str, notation: Notation) -> int | None:
    if not said.strip():
        return None
    try:
        return max(1, figures.quantity(said, notation))
    except BadField as error:
        raise BadField(Why.BULK, error.value) from error


def _sale(said: str, notation: Notation) -> int | None:
    said = said.strip().removesuffix("%")
    if not said:
        return None
    try:
        percent = figures.quantity(said, notation)
    except BadField as error:
        raise BadField(Why.SALE, error.value) from error
    if percent > HIGHEST_SALE:
        raise BadField(Why.SALE, said)
    return percent


def _flag(said: str, _notation: Notation) -> bool | None:
    return words.yes(said) if said.strip() else None


def _text(said: str, _notation: Notation) -> str:
    return text(said)


def _location(said: str, _notation: Notation) -> str:
    return text(said, MOST_OF_LOCATION)


_READ: dict[str, Callable[[str, Notation], Any]] = {
    "price": _price,
    "bulk": _bulk,
    "sale": _sale,
    "remarks": _text,
    "location": _location,
    "description": _text,
    "stockroom": _flag,
    "retain": _flag,
}


def _tiers(values: Mapping[str, str], notation: Notation) -> tuple[tuple[int, int], ...]:
    """The tiers that are named: a quantity of none ends them. Raises BadField if they make no sense."""
    found: list[tuple[int, int]] = []
    try:
        for number in range(1, MOST_TIERS + 1):
            said = values.get(f"tq{number}", "")
            if not said.strip() or not (pieces := figures.quantity(said, notation)):
                break
            found.append((pieces, figures.price(values.get(f"tp{number}", ""), notation)))
    except BadField as error:
        raise BadField(Why.TIERS, error.value, f"tq{number}") from error
    return tuple(found)


def check_tiers(tiers: tuple[tuple[int, int], ...], price: int | None, bulk: int = 1) -> None:
    """Raises BadField unless each tier has more pieces, at a lower price, than what comes before it."""
    before = (bulk, price if price is not None else tiers[0][1] + 1 if tiers else 0)
    for tier in tiers:
        if tier[0] <= before[0] or tier[1] >= before[1]:
            told = ", ".join(f"{pieces}: {figures.written(each)}" for pieces, each in tiers)
            raise BadField(Why.TIERS, told, "tq1")
        before = tier


def centigrams(said: str, pieces: int = 1) -> int | None:
    """The weight of one piece, from that of all in grams; None for none. Raises BadField."""
    if not pieces:
        return None
    try:
        weight = figures.price(
            said.strip().removesuffix("g"), figures.POINT, HEAVIEST_LOT
        )  # in ten-thousandths of a gram
    except BadField as error:
        raise BadField(Why.WEIGHT, error.value, "weight") from error
    each = (weight + 50 * pieces) // (100 * pieces)
    if each > HEAVIEST:
        raise BadField(Why.WEIGHT, said, "weight")
    return each or None
