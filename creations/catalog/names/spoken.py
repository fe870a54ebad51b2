"""What builders call parts besides their names: nicknames of single parts, other words for words of names."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


def nicknames(part: str) -> list[str]:
    """What builders call this part, in English and French."""
    return _nicknames().get(part, [])


@cache
def _nicknames() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for nickname, part in rows("nicknames"):
        found.setdefault(part, []).append(nickname)
    return found


def rows(table: str) -> list[list[str]]:
    """The rows of a table of this package, without its head."""
    with resources.files(__package__).joinpath("tables", f"{table}.csv").open(encoding="utf-8") as lines:
        return list(csv.reader(lines))[1:]
