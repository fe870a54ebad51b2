"""What a list says, before anybody asks which parts are meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..numbers import Site

#: More of a line is not kept to be shown.
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list: where it stands (lines from 1), how it reads there, and its values by column.

    Columns are those of `words.headings`, and in XML the other tags in lower case (`tq1`, `bulk`; an attribute as
    `tag.attribute`).
    """

    line: int
    text: str
    values: dict[str, str]
    #: Where in its line it begins, from 1.
    column: int = 1


@dataclass(frozen=True, slots=True)
class Rows:
    """The entries of a list, read one by one, and whose numbers they use for parts and for colours (None: LDraw's)."""

    entries: Iterator[Row]
    parts: Site | None = None
    colours: Site | None = None
    form: str = "csv"
    #: Whether its headings are French.
    french: bool = False
    #: What stands between the cells of a table, and which cell (from 0) holds which column.
    delimiter: str = ""
    places: dict[str, int] = field(default_factory=dict)
    #: What an XML file says outside of its items, as `tag.attribute`; filled while the entries are read.
    about: dict[str, str] = field(default_factory=dict)


def shown(text: str) -> str:
    """A line as it is shown: on one line, of a bearable length, with what shows nothing as a question mark."""
    text = " ".join(text[: 4 * MAX_TEXT].split())
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
