"""Colours by the names people write: LDraw's, those of BrickLink and Rebrickable, German and French ones, direct codes."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from importlib import resources

from . import colours

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def colour_named(text: str, *, french: bool = False) -> int | None:
    """The LDraw code of a colour by its name or as `0x2RRGGBB`; LDraw's own names come first, the plain before rubber.

    Where French is written, French names come first: a "violet" is another one.
    """
    name = _key(text)
    found = _french().get(name) if french else None
    found = _names().get(name) if found is None else found
    if found is None and text[:1] in "#0":
        try:
            code = colours.parse(text)
        except ValueError:
            return None
        return code if colours.is_direct(code) else None
    return found


def _key(name: str) -> str:
    """A name without case, accents and hyphens; grey or gray, trans or transparent."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if letter.isalnum())
    return plain.replace("gray", "grey").replace("transparent", "trans")


@cache
def _names() -> dict[str, int]:
    found: dict[str, int] = {}
    for colour in colours.table().values():
        found.setdefault(_key(colour.name), colour.code)
    for row in _table():
        found.setdefault(_key(row["name"]), int(row["colour"]))
        if row["used_by"] == "german":  # as it is written where a keyboard has no umlauts
            found.setdefault(_key(row["name"].lower().translate(_UMLAUTS)), int(row["colour"]))
    return found


@cache
def _french() -> dict[str, int]:
    found: dict[str, int] = {}
    for row in _table():
        if row["used_by"] == "french":
            found.setdefault(_key(row["name"]), int(row["colour"]))
    return found


def _table() -> list[dict[str, str]]:
    with resources.files(__package__).joinpath("tables", "colour_names.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
