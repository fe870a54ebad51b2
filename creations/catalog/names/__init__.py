"""What parts, categories and colours are called in a language.

The catalogue's own names are LDraw's, in English; every page, list, mail and PDF that shows one to a person asks here. The
tables beside this package hold the French of this project's own making. No Django.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from ...ldraw.colours import appearance
from .french import french

__all__ = ["category_name", "colour_name", "part_name"]


def part_name(name: str, language: str) -> str:
    """A part's LDraw name in a language ("en", "fr"); in others it stays English."""
    return french(name) if language == "fr" else name


def category_name(category: str, language: str) -> str:
    """A category of the catalogue in a language."""
    return _table("categories").get(category, category) if language == "fr" else category


def colour_name(code: int, language: str) -> str:
    """An LDraw colour in a language; direct and unknown ones are named by their number."""
    name = appearance(code).name
    return _table("colours").get(str(code), name) if language == "fr" else name


@cache
def _table(name: str) -> dict[str, str]:
    """A table's French by its first column."""
    with resources.files(__package__).joinpath("tables", f"{name}.csv").open(encoding="utf-8") as lines:
        return {row[0]: row[1] for row in csv.reader(lines)}
