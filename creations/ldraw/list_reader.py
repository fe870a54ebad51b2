"""Read parts lists as people and shops write them: CSV (ours, Rebrickable's), BrickLink's XML, our JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any
from xml.parsers import expat

from . import colours
from .errors import LDrawError
from .numbers import Site, colour_from, part_from
from .parts_list import Lot, PartsList
from .reader import decode

_ENDINGS = (".csv", ".xml", ".json")
MAX_LOTS = 50_000
#: Direct colours have nine, and no list asks for more parts than that.
_MOST_DIGITS = 9
#: The columns of Rebrickable's own lists, whose numbers are Rebrickable's.
_REBRICKABLE = ["part", "color", "quantity"]


def is_list(name: str) -> bool:
    """Whether a file of this name is read as a parts list, not as a model."""
    return name.lower().endswith(_ENDINGS)


def read_list(data: bytes, name: str) -> PartsList:
    """The lots in a list, equal ones added up. Raises LDrawError for what cannot be read, with the line where known."""
    ending = name.lower().rpartition(".")[2]
    rows = {"csv": _csv, "xml": _bricklink, "json": _json}[ending](data, name)
    counts: Counter[tuple[str, int]] = Counter()
    for part, colour, quantity in rows:
        counts[part.strip().lower().removesuffix(".dat"), colour] += quantity
        if len(counts) > MAX_LOTS:
            raise LDrawError(f"the list has more than {MAX_LOTS:,} lots", file=name)
    return PartsList(tuple(Lot(part, colour, n) for (part, colour), n in sorted(counts.items()) if part and n > 0))


_Rows = list[tuple[str, int, int]]


def _csv(data: bytes, name: str) -> _Rows:
    reader = csv.DictReader(io.StringIO(decode(data, name)))
    try:
        return _csv_rows(reader, name)
    except csv.Error as error:
        raise LDrawError(f"this is no CSV: {error}", file=name, line=reader.line_num) from None


def _csv_rows(reader: csv.DictReader[str], name: str) -> _Rows:
    columns = {column.strip().lower(): column for column in reader.fieldnames or []}
    part = columns.get("part") or columns.get("part_num")
    colour = columns.get("colour") or columns.get("color") or columns.get("color_id")
    quantity = columns.get("quantity") or columns.get("qty")
    if not (part and colour and quantity):
        raise LDrawError("its first line must name the columns part, colour and quantity", file=name, line=1)
    theirs = list(columns) == _REBRICKABLE
    found: _Rows = []
    for row in reader:
        try:
            if theirs:
                found.append(_translated(Site.REBRICKABLE, row[part] or "", row[colour], row[quantity]))
            else:
                found.append((str(row[part] or ""), _number(row[colour]), _number(row[quantity])))
        except ValueError:
            raise LDrawError("part, colour and quantity are not all here", file=name, line=reader.line_num) from None
    return found


def _translated(site: Site, part: str, colour: object, quantity: object) -> tuple[str, int, int]:
    """A row under a site's numbers; a colour that is none of ours is kept as the main colour."""
    known = colour_from(_number(colour), site)
    return part_from(part, site), colours.INHERIT if known is None else known, _number(quantity)


def _number(text: object) -> int:
    """A colour or a quantity. Raises ValueError for what is none, and for what no file could ask."""
    if isinstance(text, str) and len(text := text.strip()) <= _MOST_DIGITS and text.isascii() and text.isdigit():
        return int(text)
    if isinstance(text, int) and not isinstance(text, bool) and 0 <= text < 10**_MOST_DIGITS:
        return text
    raise ValueError(text)


def _bricklink(data: bytes, name: str) -> _Rows:
    """BrickLink's wanted list. Declarations of entities are refused: a list has none, and a bomb is made of them."""
    found: _Rows = []
    item: dict[str, str] = {}
    words: list[str] = []
    parser = expat.ParserCreate()

    def start(tag: str, _attributes: Any) -> None:
        words.clear()
        if tag == "ITEM":
            item.clear()

    def end(tag: str) -> None:
        if tag == "ITEM":
            if item.get("ITEMTYPE", "P") == "P" and item.get("ITEMID"):
                quantity = item.get("MINQTY") or item.get("QTY") or "1"
                found.append(_translated(Site.BRICKLINK, item["ITEMID"], item.get("COLOR") or "0", quantity))
        else:
            item[tag] = "".join(words).strip()

    def refuse(*_: Any) -> None:
        raise LDrawError("a parts list declares no entities", file=name)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = words.append
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise LDrawError(f"this is no BrickLink list: {error}", file=name) from None
    return found


def _json(data: bytes, name: str) -> _Rows:
    try:
        items = json.loads(decode(data, name))["items"]
        return [(str(x["part"]), _number(x["colour"]), _number(x["quantity"])) for x in items]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise LDrawError("this is no parts list: items with part, colour and quantity are missing", file=name) from None
