"""BrickLink's lists in XML, and BrickStore's files, whatever the case of their tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.parsers import expat

from ..errors import LDrawError
from ..numbers import Site
from .rows import Row, Rows, shown

#: BrickLink's and BrickStore's names of what other lists have columns for; the others stay as they are.
_COLUMNS = {
    "itemid": "part",
    "itemtype": "kind",
    "itemtypeid": "kind",
    "color": "colour",
    "colorid": "colour",
    "colour": "colour",
    "colorname": "colour_name",
    "minqty": "quantity",
    "qty": "quantity",
    "quantity": "quantity",
    "comments": "description",
    "lotid": "lot_id",
    "myweight": "weight",
}
#: Of these an empty element says nothing; of the others it does (`<DELETE/>`, `<Retain/>`).
_FULL = frozenset(_COLUMNS.values())
#: Shown of an entry that is not understood, in this order.
_SHOWN = ("kind", "part", "itemname", "colour", "colour_name", "lot_id", "quantity", "price", "condition")
_CHUNK = 1 << 16
#: BrickStore's files are six deep; the parser keeps memory for each level.
_MOST_DEPTH = 100


class BrokenXML(LDrawError):
    """A list in XML that is not well-formed: a reader that is less strict may get something out of it."""


def column_of(tag: str) -> str:
    """The column of a tag in lower case."""
    return _COLUMNS.get(tag, tag)


def put(item: dict[str, str], tag: str, words: str) -> None:
    """Keep what a tag (in lower case) says. A wanted list may have both MINQTY and QTY: the first of them counts."""
    column = _COLUMNS.get(tag, tag)
    if words or column not in _FULL:
        item.setdefault(column, words)


def row_of(line: int, column: int, item: dict[str, str]) -> Row:
    """An item's row, as it is shown where it is not understood."""
    text = ", ".join(f"{column} {item[column]}" for column in _SHOWN if item.get(column))
    return Row(line, shown(text) or "an empty item", item, column)


class _Items:
    """Handlers that gather the fields of each ITEM; tags inside a field are markup of its text.

    Declared entities are refused, as is every document type of a file's own: a bomb is made of them.
    """

    def __init__(self, name: str, about: dict[str, str]) -> None:
        self.name = name
        self.about = about
        self.done: list[Row] = []
        self.item: dict[str, str] | None = None
        self.line, self.column = 0, 1
        self.depth = 0
        self.field = 0  # the depth of an item's fields
        self.words: list[str] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words.append
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = lambda *_: self.refuse("a parts list declares no entities")

    def doctype(self, _name: str, system: str | None, public: str | None, internal: bool) -> None:
        if internal or system or public:
            self.refuse("a parts list declares no entities")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            self.refuse("its tags are nested too deep for a parts list")
        tag = tag.lower()
        if self.item is None:
            for key, value in attributes.items():
                self.about.setdefault(f"{tag}.{key.lower()}", value)
            if tag == "item":
                self.item, self.field = {}, self.depth + 1
                self.line, self.column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        elif self.depth == self.field:
            self.words.clear()
            for key, value in attributes.items():
                self.item.setdefault(f"{tag}.{key.lower()}", value)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.item is None:
            return
        if self.depth == self.field - 2:
            self.done.append(row_of(self.line, self.column, self.item))
            self.item = None
        elif self.depth == self.field - 1:
            put(self.item, tag.lower(), "".join(self.words).strip())
            self.words.clear()

    def refuse(self, reason: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise LDrawError(reason, file=self.name, line=line, column=column)


def xml_rows(text: str, name: str) -> Rows:
    """The items of a list. Errors are raised where the reading comes to them, BrokenXML if a laxer reader may go on."""
    about: dict[str, str] = {}
    return Rows(_rows(text.encode(), name, about), Site.BRICKLINK, Site.BRICKLINK, form="xml", about=about)


def _rows(data: bytes, name: str, about: dict[str, str]) -> Iterator[Row]:
    items = _Items(name, about)
    # An XML declaration may only stand first, but programs put blank lines before it.
    at = len(data) - len(data.lstrip())
    blank_lines = data[:at].count(b"\n")
    try:
        while True:
            chunk = data[at : at + _CHUNK]
            at += len(chunk)
            items.parser.Parse(chunk, not chunk)
            for row in items.done:
                yield replace(row, line=row.line + blank_lines) if blank_lines else row
            items.done.clear()
            if not chunk:
                return
    except expat.ExpatError as error:
        reason = f"this is no list of BrickLink or BrickStore: {expat.ErrorString(error.code)}"
        raise BrokenXML(reason, file=name, line=error.lineno + blank_lines, column=error.offset + 1) from None
