"""BrickLink's lists in XML, and BrickStore's files, whatever the case of their tags."""

from __future__ import annotations

from collections.abc import Iterator
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
}
#: Shown of an entry that is not understood, in this order.
_SHOWN = ("kind", "part", "itemname", "colour", "colour_name", "quantity", "price", "condition")
_CHUNK = 1 << 16
#: BrickStore's files are six deep; the parser keeps memory for each level.
_MOST_DEPTH = 100


class _Items:
    """Handlers that gather the fields of each ITEM. Declared entities are refused: a bomb is made of them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.done: list[Row] = []
        self.item: dict[str, str] | None = None
        self.line = 0
        self.depth = 0
        self.words: list[str] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words.append
        self.parser.EntityDeclHandler = lambda *_: self.refuse("a parts list declares no entities")

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self.words.clear()
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            self.refuse("its tags are nested too deep for a parts list")
        if tag.lower() == "item":
            self.item, self.line = {}, self.parser.CurrentLineNumber

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.item is None:
            return
        tag = tag.lower()
        if tag == "item":
            text = ", ".join(f"{column} {self.item[column]}" for column in _SHOWN if self.item.get(column))
            self.done.append(Row(self.line, shown(text) or "an empty item", self.item))
            self.item = None
        elif words := "".join(self.words).strip():
            # A wanted list may have both MINQTY and QTY: the first of them counts.
            self.item.setdefault(_COLUMNS.get(tag, tag), words)

    def refuse(self, reason: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise LDrawError(reason, file=self.name, line=line, column=column)


def xml_rows(text: str, name: str) -> Rows:
    """The items of a list. Errors are raised where the reading comes to them."""
    return Rows(_rows(text.encode(), name), Site.BRICKLINK, Site.BRICKLINK, form="xml")


def _rows(data: bytes, name: str) -> Iterator[Row]:
    items = _Items(name)
    # An XML declaration may only stand first, but programs put blank lines before it.
    at = len(data) - len(data.lstrip())
    blank_lines = data[:at].count(b"\n")
    try:
        while True:
            chunk = data[at : at + _CHUNK]
            at += len(chunk)
            items.parser.Parse(chunk, not chunk)
            for row in items.done:
                yield Row(row.line + blank_lines, row.text, row.values)
            items.done.clear()
            if not chunk:
                return
    except expat.ExpatError as error:
        reason = f"this is no list of BrickLink or BrickStore: {expat.ErrorString(error.code)}"
        raise LDrawError(reason, file=name, line=error.lineno + blank_lines, column=error.offset + 1) from None
