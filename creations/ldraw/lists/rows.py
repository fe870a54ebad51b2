"""What a list says, before anybody asks which parts are meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..numbers import Site

#: More of a line is not kept to be shown.
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list: where it stands (lines from 1), how it reads there, and its values by column.

    Columns are those of `words.headings`, and in XML the other tags in lower case (`tq1`, `bulk`).
    """

    line: int
    text: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """The entries of a list, read one by one, and whose numbers they use for parts and for colours (None: LDraw's)."""

    entries: Iterator[Row]
    parts: Site | None = None
    colours: Site | None = None
    form: str = "csv"
    #: Whether its headings are French.
    french: bool = False


def shown(text: str) -> str:
    """A line as it is shown: on one line, of a bearable length."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
