"""Parts lists in the formats that people and shops read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Protocol
from xml.sax.saxutils import escape

from . import colours
from .numbers import Elsewhere, Site, elsewhere
from .parts_list import Lot, PartsList


def as_json(parts: PartsList) -> str:
    """`{"parts": N, "lots": N, "items": [{"part", "colour", "quantity"}]}`, with what `particulars` says of each."""
    items = [{"part": lot.part, "colour": lot.colour, "quantity": lot.quantity, **particulars(lot)} for lot in parts]
    return json.dumps({"parts": parts.parts, "lots": parts.lots, "items": items}, ensure_ascii=False)


class Special(Protocol):
    """What a lot of any kind (`Lot`, a row of the database) says beside part, colour and quantity."""

    @property
    def custom(self) -> bool:
        """Whether the file itself defines the part."""

    @property
    def flexible(self) -> bool:
        """Whether it is a hose, a band or the like."""

    @property
    def length_mm(self) -> int:
        """Its length, 0 where nobody tells it."""


def particulars(lot: Special) -> dict[str, bool | int]:
    """`custom` and `flexible` where they are true, `length_mm` where it is known."""
    said = {"custom": lot.custom, "flexible": lot.flexible, "length_mm": lot.length_mm}
    return {name: value for name, value in said.items() if value}


def as_table(parts: PartsList) -> str:
    """Columns for a terminal."""
    rows = [
        (
            _named(lot) + (" *" if lot.custom else ""),
            str(lot.colour),
            colours.appearance(lot.colour).name,
            str(lot.quantity),
        )
        for lot in parts
    ]
    head = ("part", "code", "colour", "quantity")
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(4)]
    lines = [
        f"{part:<{widths[0]}}  {code:>{widths[1]}}  {name:<{widths[2]}}  {quantity:>{widths[3]}}".rstrip()
        for part, code, name, quantity in [head, *rows]
    ]
    lines.append(f"{parts.parts} parts in {parts.lots} lots")
    if any(lot.custom for lot in parts):
        lines.append("* defined in the file itself")
    return "\n".join(lines)


def as_csv(parts: PartsList) -> str:
    """`part,colour,colour_name,quantity,custom,flexible,length_mm`."""
    head = ("part", "colour", "colour_name", "quantity", "custom", "flexible", "length_mm")
    rows = [
        (
            x.part,
            x.colour,
            colours.appearance(x.colour).name,
            x.quantity,
            int(x.custom),
            int(x.flexible),
            x.length_mm or "",
        )
        for x in parts
    ]
    return _csv(head, rows)


def as_rebrickable_csv(parts: PartsList) -> str:
    """Rebrickable's `Part,Color,Quantity` under its own numbers; `left_out` tells what it has no number for."""
    return _csv(("Part", "Color", "Quantity"), [(x.part, x.colour, n) for x, n in _there(parts, Site.REBRICKABLE)])


def as_rebrickable_left_out(parts: PartsList) -> str:
    """The second file to Rebrickable's, which has no room for remarks: what it leaves out, as `as_csv`."""
    return as_csv(PartsList(tuple(left_out(parts, Site.REBRICKABLE))))


def as_bricklink_xml(parts: PartsList) -> str:
    """BrickLink's wanted list under its own numbers; what it has no number for stands in comments."""
    items = [
        f"<ITEM><ITEMTYPE>P</ITEMTYPE><ITEMID>{escape(x.part)}</ITEMID><COLOR>{x.colour}</COLOR>"
        f"<MINQTY>{n}</MINQTY></ITEM>"
        for x, n in _there(parts, Site.BRICKLINK)
    ]
    remarks = [xml_comment(f"no BrickLink number: {words_of(lot)}") for lot in left_out(parts, Site.BRICKLINK)]
    return "<INVENTORY>\n" + "\n".join([*items, *remarks]) + "\n</INVENTORY>"


def xml_comment(text: str) -> str:
    """An XML comment, which may hold no two hyphens in a row and nothing that is no character."""
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return f"<!-- {re.sub('-(?=-)', '- ', text)} -->"


def _named(lot: Lot) -> str:
    return f"{lot.part} ({lot.length_mm} mm)" if lot.length_mm else lot.part


def words_of(lot: Lot) -> str:
    """A lot in words, as notes beside a list name it."""
    return f"{lot.quantity} x {_named(lot)} in {colours.appearance(lot.colour).name}"


def left_out(parts: PartsList, site: Site) -> list[Lot]:
    """The lots that a site has no number for, be it of the part or of the colour; what a page must name."""
    return [lot for lot in parts if lot.custom or elsewhere(lot.part, lot.colour, site) is None]


def _there(parts: PartsList, site: Site) -> list[tuple[Elsewhere, int]]:
    """Lots under a site's numbers, those that share one there added up, in the order of the list."""
    found: dict[Elsewhere, int] = {}
    for lot in parts:
        named = None if lot.custom else elsewhere(lot.part, lot.colour, site)
        if named is not None:
            found[named] = found.get(named, 0) + lot.quantity
    return list(found.items())


#: No formula: a number, which a spreadsheet is to add up.
_AMOUNT = re.compile(r"-?\d+([.,]\d+)?")


def _cell(cell: object) -> object:
    """Text that a spreadsheet would take for a formula, or for two rows, as plain text.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    if not isinstance(cell, str):
        return cell
    line = re.sub(r"[\r\n]+", " ", cell)
    if _AMOUNT.fullmatch(line):
        return line
    return f"'{line}" if line.lstrip().startswith(("=", "+", "-", "@")) or line.startswith("\t") else line


def csv_lines(rows: Iterable[tuple[object, ...]]) -> str:
    """Rows as lines of a table, in which no spreadsheet finds a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _csv(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    return csv_lines([head, *rows]).rstrip("\n")


#: Format name -> (function, media type, file ending).
FORMATS = {
    "table": (as_table, "text/plain; charset=utf-8", "txt"),
    "json": (as_json, "application/json", "json"),
    "csv": (as_csv, "text/csv; charset=utf-8", "csv"),
    "bricklink-xml": (as_bricklink_xml, "application/xml", "xml"),
    "rebrickable-csv": (as_rebrickable_csv, "text/csv; charset=utf-8", "csv"),
    "rebrickable-left-out": (as_rebrickable_left_out, "text/csv; charset=utf-8", "csv"),
}

#: The formats under a site's own numbers; `left_out` tells which lots they leave out.
OTHER_NUMBERS = {"bricklink-xml": Site.BRICKLINK, "rebrickable-csv": Site.REBRICKABLE}

#: Where one of these has no room for remarks: the format of a second file with what it leaves out.
SECOND_FILES = {"rebrickable-csv": "rebrickable-left-out"}

#: What the pages offer: a second file is offered where there is something in it.
OFFERED = tuple(name for name in FORMATS if name not in ("table", *SECOND_FILES.values()))
