"""Colours by the names people write: LDraw's, those of BrickLink and Rebrickable, German and French ones, direct codes."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from importlib import resources

from . import colours


def colour_named(text: str) -> int | None:
    """The LDraw code of a colour by its name or as `0x2RRGGBB`; LDraw's own names come first, the plain before rubber."""
    found = _names().get(_key(text))
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
    with resources.files(__package__).joinpath("tables", "colour_names.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(_key(row["name"]), int(row["colour"]))
    return found
