"""Read a stock file of any form: BrickLink's inventory or mass update, BrickStore's BSX, a table with separators."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from creations.ldraw.errors import LDrawError, LDrawLimitError
from creations.ldraw.lists import Row, Rows
from creations.ldraw.lists.csv_rows import Named, csv_rows
from creations.ldraw.lists.kinds import list_text
from creations.ldraw.lists.xml_rows import BrokenXML, xml_rows
from creations.ldraw.numbers import Site

from .broken_xml import BrokenItems
from .entries import Entries, Known
from .figures import POINT, Notation, notation_of
from .limits import DEFAULT_LIMITS, Limits
from .lots import Change, StockFile
from .problems import BadField, Problem, Why

#: What a file may be said to be.
FORMATS = ("bricklink-xml", "mass-update", "bsx", "csv")
#: The parts that may be meant by a number there is none of, the likeliest first: number, name of the item.
Propose = Callable[[str, str], tuple[str, ...]]

_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_BRICKSTORE = re.compile(r"<(?:brickstorexml|brickstockxml)\b", re.I)
_UPDATING = re.compile(r"<delete\b|<qty>\s*\+", re.I)
_PRICES = ("price", "tp1", "tp2", "tp3")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a file: `form` (one of FORMATS, empty to find out), `columns` of a table by heading or place,
    whose `numbers` stand in a table that does not say so, and which `parts` of ours are meant by numbers (in lower case)."""

    form: str = ""
    columns: Named = field(default_factory=dict)
    numbers: Site | None = None
    parts: Mapping[str, str] = field(default_factory=dict)


def read_stock(
    data: bytes,
    name: str,
    known: Known = lambda part: True,
    told: Told | None = None,
    *,
    propose: Propose = lambda number, item: (),
    limits: Limits = DEFAULT_LIMITS,
) -> StockFile:
    """All that a file holds. `known` says which parts there are, by today's LDraw numbers.

    Raises LDrawError, with line and column where there are any, for a file of which nothing can be read.
    """
    told = told or Told()
    if len(data) > limits.size:
        raise LDrawLimitError(f"the file has {len(data):,} bytes; at most {limits.size:,} are read", file=name)
    text = list_text(data, name)
    if _PAGE.match(text):
        reason = "this is a web page and no stock file, perhaps as one was signed out when it was downloaded"
        raise LDrawError(reason, file=name, line=1, column=1)
    reader = _Reader(name, known, propose, limits, told.parts)
    is_xml = text.lstrip()[:1] == "<"
    found = reader.xml(text, told) if is_xml and told.form != "csv" else reader.table(text, told)
    if not (found.lots or found.changes or found.problems or found.excluded):
        raise LDrawError("this stock file holds no lots", file=name, line=1, column=1)
    return found


class _Reader:
    def __init__(self, name: str, known: Known, propose: Propose, limits: Limits, parts: Mapping[str, str]) -> None:
        self.name = name
        self.known = known
        self.propose = propose
        self.limits = limits
        self.parts = parts

    def xml(self, text: str, told: Told) -> StockFile:
        """A file in XML: as it should be, else as well as it goes."""
        updating = told.form == "mass-update" or (not told.form and bool(_UPDATING.search(text)))
        is_bsx = told.form == "bsx" or (not told.form and bool(_BRICKSTORE.search(text, 0, 4096)))
        form = "bsx" if is_bsx else "xml"
        rows = replace(xml_rows(text, self.name), form=form)
        try:
            found = self._read(rows, POINT, updating=updating)
            found.currency = _currency(rows, found)
            return found
        except BrokenXML as error:
            return self._broken(text, rows, error, updating)

    def _broken(self, text: str, rows: Rows, error: BrokenXML, updating: bool) -> StockFile:
        items = BrokenItems(text)
        found = self._read(replace(rows, entries=items.rows()), POINT, updating=updating)
        if not (found.lots or found.changes or found.problems or items.cut):
            raise error
        detail = error.reason.partition(": ")[2] or error.reason
        if items.cut is not None:
            found.problems.append(Problem(items.cut.line, Why.CUT_OFF, "", items.cut.column, items.cut.text))
        found.whole = items.closed and items.cut is None
        why = Why.MENDED if found.whole else Why.BROKEN_OFF
        found.notes.append(Problem(error.line, why, detail, error.column))
        found.currency = _currency(rows, found)
        return found

    def table(self, text: str, told: Told) -> StockFile:
        """A table; if it breaks off (a quotation mark without an end), what stands above."""
        rows = csv_rows(text, self.name, told.columns)
        notation = notation_of(_prices(rows.entries), rows.delimiter)
        rows = csv_rows(text, self.name, told.columns)
        rows = replace(rows, parts=rows.parts or told.numbers, colours=rows.colours or told.numbers)
        return self._read(rows, notation, updating=False)

    def _read(self, rows: Rows, notation: Notation, *, updating: bool) -> StockFile:
        found = StockFile(rows.form)
        entries = Entries(rows, self.known, notation, self.parts, updating=updating)
        count = 0
        for row in self._entries(rows, found):
            count += 1
            if count > self.limits.lots:
                reason = f"the file has more lots than are read: {self.limits.lots:,}"
                raise LDrawLimitError(reason, file=self.name, line=row.line, column=1)
            try:
                entry = entries.read(row)
            except BadField as error:
                found.problems.append(self._problem(rows, row, error))
                continue
            if entry is None:
                found.excluded += 1
            elif isinstance(entry, Change):
                found.changes.append(entry)
            else:
                found.lots.append(entry)
                found.differences = found.differences or entry.base is not None
            if not found.currency:
                found.currency = row.values.get("basecurrencycode") or row.values.get("currency") or ""
        if found.form == "xml":
            found.form = "mass-update" if found.changes and not found.lots else "bricklink-xml"
        return found

    def _entries(self, rows: Rows, found: StockFile) -> Iterator[Row]:
        """The rows; a table that cannot be read on is told of once something of it was read."""
        line = 0
        try:
            for row in rows.entries:
                line = row.line
                yield row
        except LDrawLimitError:
            raise
        except LDrawError as error:
            if rows.form != "csv" or not line:
                raise
            found.whole = False
            found.notes.append(Problem(error.line, Why.BROKEN_OFF, error.reason, error.column))

    def _problem(self, rows: Rows, row: Row, error: BadField) -> Problem:
        proposals: tuple[str, ...] = ()
        if error.why is Why.PART_UNKNOWN:
            proposals = self.propose(row.values.get("part", ""), row.values.get("itemname", ""))
        column = rows.places[error.column] + 1 if error.column in rows.places else row.column
        number = row.values.get("lot_id", "")
        return Problem(row.line, error.why, error.value, column, row.text, proposals, number)


def _prices(rows: Iterator[Row]) -> Iterator[str]:
    try:
        for row in rows:
            for column in _PRICES:
                if said := row.values.get(column):
                    yield said
    except LDrawError:
        return  # told of when the lots are read


def _currency(rows: Rows, found: StockFile) -> str:
    said = found.currency or rows.about.get("inventory.currency", "")
    return said.strip().upper() if re.fullmatch(r"\s*[A-Za-z]{3}\s*", said) else ""
