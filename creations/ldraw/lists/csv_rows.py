"""Lists as tables of text: with commas, semicolons or tabs, headed in any of several languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import LDrawError
from ..numbers import Site
from .rows import Row, Rows, shown
from .words import headings, key

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = ",;\t|"
#: A heading is looked for in so many lines: above it may stand a title.
_TOP = 20
#: A longer line is of no list.
_MOST_LETTERS = 20_000
#: Rebrickable's own lists begin so, to the letter; other tables with these words are somebody's own.
_REBRICKABLE = (["Part", "Color", "Quantity"], ["Part", "Color", "Quantity", "Is Spare"])
_NEEDED = ("part", "colour", "quantity")
#: Heading -> column (empty: of no interest), as somebody said it of a table; a column without a heading is `#3`, and a
#: table for which one of those is named has no headings at all.
Named = Mapping[str, str]


@dataclass(slots=True)
class _Head:
    """The line that names the columns: column -> its place in a row, and whose numbers stand in it."""

    delimiter: str
    places: dict[str, int] = field(default_factory=dict)
    sites: dict[str, Site | None] = field(default_factory=dict)
    french: bool = False

    @property
    def missing(self) -> list[str]:
        have = set(self.places)
        if "colour_name" in have:
            have.add("colour")
        return [column for column in _NEEDED if column not in have]


def csv_rows(text: str, name: str, named: Named | None = None) -> Rows:
    """The rows of a table. Raises LDrawError when no line of its top names the columns, or it is no table."""
    head, lines = _head(text, name, {key(heading): column for heading, column in (named or {}).items()})
    parts, colours = head.sites.get("part"), head.sites.get("colour")
    return Rows(
        _rows(text, head, lines, name),
        parts,
        colours or parts,
        form="csv",
        french=head.french,
        delimiter=head.delimiter,
        places=head.places,
    )


def first_lines(text: str, name: str, most: int = 5) -> list[list[str]]:
    """The first rows of a table that are not empty, cut into cells, for somebody to say what stands in which column."""
    rows: list[list[str]] = []
    for delimiter in _DELIMITERS:
        found: list[list[str]] = []
        try:
            for row in _reader(_lines(text, name, []), delimiter):
                if any(cell.strip() for cell in row):
                    found.append([_cell(cell) for cell in row])
                if len(found) == most:
                    break
        except csv.Error:
            continue
        if max(map(len, found), default=0) > max(map(len, rows), default=0):
            rows = found
    return rows


def _head(text: str, name: str, named: Named) -> tuple[_Head, int]:
    """The heading, by whichever delimiter gives the most columns, and the number of the line it ends on."""
    find = _numbered if any(heading.isdecimal() for heading in named) else _heading
    found = [find(text, delimiter, name, named) for delimiter in _DELIMITERS]
    best, ends = max(found, key=lambda one: (-len(one[0].missing), len(one[0].places)))
    if best.missing:
        reason = f"its first line must name the columns, and some are missing: {', '.join(best.missing)}"
        raise LDrawError(reason, file=name, line=ends, column=1)
    return best, ends


def _numbered(text: str, delimiter: str, name: str, named: Named) -> tuple[_Head, int]:
    """The columns of a table without headings, as far as its first row has them."""
    try:
        row = next((first for first in _reader(_lines(text, name, []), delimiter) if first), [])
    except csv.Error:
        row = []
    places = {column: int(number) - 1 for number, column in named.items() if column and number.isdecimal()}
    return _Head(delimiter, {column: place for column, place in places.items() if 0 <= place < len(row)}), 0


def _heading(text: str, delimiter: str, name: str, named: Named) -> tuple[_Head, int]:
    """The first line of the top that names all columns, else the one that names most, and where it ends."""
    best, ends = _Head(delimiter), 1
    reader = _reader(_lines(text, name, []), delimiter)
    try:
        for row in reader:
            if reader.line_num > _TOP or not best.missing:
                break
            head = _columns(row, delimiter, named)
            if len(head.places) > len(best.places):
                best, ends = head, reader.line_num
    except csv.Error:
        pass  # said when the rows are read, if this delimiter is the one
    return best, ends


def _reader(lines: Iterable[str], delimiter: str) -> Reader:
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def _columns(row: list[str], delimiter: str, named: Named) -> _Head:
    head, surest = _Head(delimiter), dict[str, int]()
    for place, cell in enumerate(row):
        column, site, rank = headings().get(key(cell), ("", None, 0))
        if key(cell) in named:
            column, rank = named[key(cell)], -1
        if column and rank < surest.get(column, rank + 1):
            surest[column], head.places[column], head.sites[column] = rank, place, site
    head.french = any(word in key(cell) for cell in row for word in ("couleur", "coloris"))
    if delimiter == "," and [cell.strip() for cell in row] in _REBRICKABLE:
        head.sites["part"] = Site.REBRICKABLE
    return head


def _rows(text: str, head: _Head, ends: int, name: str) -> Iterator[Row]:
    taken: list[str] = []  # the lines of the row that is being read
    reader = _reader(_lines(text, name, taken), head.delimiter)
    first = 1
    try:
        for row in reader:
            whole, last = "".join(taken), reader.line_num
            if len(taken) > 1 and whole.count('"') % 2:
                column = taken[0].rfind('"') + 1
                raise LDrawError("a quotation mark that begins here never ends", file=name, line=first, column=column)
            if first > ends and any(cell.strip() for cell in row):
                values = {column: _cell(row[place]) for column, place in head.places.items() if place < len(row)}
                yield Row(first, shown(whole), values)
            taken.clear()
            first = last + 1
    except csv.Error as error:
        raise LDrawError(f"this is no CSV: {error}", file=name, line=first, column=1) from None


def _lines(text: str, name: str, taken: list[str]) -> Iterator[str]:
    """The lines of a table, each put into `taken` as well."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > _MOST_LETTERS:
            raise LDrawError("this line is too long for a parts list", file=name, line=number, column=_MOST_LETTERS)
        taken.append(line)
        yield line


def _cell(text: str) -> str:
    """A cell's value: spreadsheets write ="3001" to keep a number a text."""
    text = text.strip()
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text
