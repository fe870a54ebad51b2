"""Parts lists in the formats that people and shops read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from xml.sax.saxutils import escape

from . import colours
from .parts_list import PartsList


def as_json(parts: PartsList) -> str:
    """`{"parts": N, "lots": N, "items": [{"part", "colour", "quantity"}]}`; a custom part's item says `"custom": true`."""
    items = [
        {"part": lot.part, "colour": lot.colour, "quantity": lot.quantity, **({"custom": True} if lot.custom else {})}
        for lot in parts
    ]
    return json.dumps({"parts": parts.parts, "lots": parts.lots, "items": items}, ensure_ascii=False)


def as_table(parts: PartsList) -> str:
    """Columns for a terminal."""
    rows = [
        (
            lot.part + (" *" if lot.custom else ""),
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
    """`part,colour,colour name,quantity,custom`."""
    rows = [(x.part, x.colour, colours.appearance(x.colour).name, x.quantity, int(x.custom)) for x in parts]
    return _csv(("part", "colour", "colour_name", "quantity", "custom"), rows)


def as_rebrickable_csv(parts: PartsList) -> str:
    """Rebrickable's `Part,Color,Quantity`; its colour numbers are LDraw's. Custom parts are left out."""
    return _csv(("Part", "Color", "Quantity"), [(x.part, x.colour, x.quantity) for x in parts if not x.custom])


def as_bricklink_xml(parts: PartsList) -> str:
    """BrickLink's wanted list. A lot whose colour has no BrickLink number is listed in any colour."""
    items = []
    for lot in parts:
        if lot.custom:
            continue
        number = colours.appearance(lot.colour).bricklink
        colour = f"<COLOR>{number}</COLOR>" if number is not None else ""
        items.append(
            f"<ITEM><ITEMTYPE>P</ITEMTYPE><ITEMID>{escape(lot.part)}</ITEMID>{colour}"
            f"<MINQTY>{lot.quantity}</MINQTY></ITEM>"
        )
    return "<INVENTORY>\n" + "\n".join(items) + "\n</INVENTORY>"


def _csv(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().rstrip("\n")


#: Format name -> (function, media type, file ending).
FORMATS = {
    "table": (as_table, "text/plain; charset=utf-8", "txt"),
    "json": (as_json, "application/json", "json"),
    "csv": (as_csv, "text/csv; charset=utf-8", "csv"),
    "bricklink-xml": (as_bricklink_xml, "application/xml", "xml"),
    "rebrickable-csv": (as_rebrickable_csv, "text/csv; charset=utf-8", "csv"),
}
