"""Write lots in the forms that are read, piece by piece, so that the largest shop needs no memory.

BrickLink's and BrickStore's files hold lots under BrickLink's numbers; a lot that has none there stands in a comment, and
`left_out` names them all. Tables hold LDraw's numbers. BrickLink allows no XML declaration; it knows no location, which
stands in an element of our own.
Sources: https://www.bricklink.com/help.asp?helpID=22, BrickStore's `src/bricklink/io.cpp` and `src/common/documentio.cpp`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from creations.ldraw import colours
from creations.ldraw.formats import csv_lines, xml_comment
from creations.ldraw.numbers import Elsewhere, Site, elsewhere

from .figures import written
from .limits import MOST_TIERS
from .lots import PARTICULARS, Change, FileLot

#: So many lines are written at once.
_PIECE = 1000
_Pair = tuple[str, str]


def left_out(lots: Iterable[FileLot]) -> Iterator[FileLot]:
    """The lots that have no number at BrickLink, be it of the part or of the colour."""
    return (lot for lot in lots if elsewhere(lot.part, lot.colour, Site.BRICKLINK) is None)


def as_bricklink_xml(lots: Iterable[FileLot]) -> Iterator[str]:
    """BrickLink's inventory, as it is uploaded there."""
    yield "<INVENTORY>\n"
    for lot in lots:
        there = elsewhere(lot.part, lot.colour, Site.BRICKLINK)
        yield f"{_no_number(lot) if there is None else _item(_bricklink_pairs(lot, there))}\n"
    yield "</INVENTORY>\n"


def as_mass_update(changes: Iterable[Change]) -> Iterator[str]:
    """BrickLink's mass update. A change without a lot's number names its part; one that has none there is left out."""
    yield "<INVENTORY>\n"
    for change in changes:
        pairs: list[_Pair] = [("LOTID", change.lot_id)]
        if not change.lot_id and change.key is not None:
            there = elsewhere(*change.key[:2], Site.BRICKLINK)
            if there is None:
                continue
            pairs = [
                ("ITEMTYPE", "P"),
                ("ITEMID", there.part),
                ("COLOR", str(there.colour)),
                ("CONDITION", change.key[2]),
            ]
        yield f"{_item([*pairs, *_change_pairs(change)])}\n"
    yield "</INVENTORY>\n"


def as_bsx(lots: Iterable[FileLot], currency: str = "", names: Mapping[str, str] | None = None) -> Iterator[str]:
    """BrickStore's file; `names` of parts are written for those who read it."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<BrickStoreXML>\n <Inventory Currency={quoteattr(currency)}>\n'
    for lot in lots:
        there = elsewhere(lot.part, lot.colour, Site.BRICKLINK)
        yield f"  {_no_number(lot)}\n" if there is None else _bsx_item(lot, there, (names or {}).get(lot.part, ""))
    yield " </Inventory>\n</BrickStoreXML>\n"


_COLUMNS = (
    ("part", "colour", "colour name", "condition", "quantity", "price", "bulk")
    + tuple(f"{kind}{number}" for number in range(1, MOST_TIERS + 1) for kind in ("tq", "tp"))
    + ("sale", "location", "remarks", "description", "stockroom", "retain", "grams", "lot id")
)


def as_csv(lots: Iterable[FileLot]) -> Iterator[str]:
    """A table with commas, under LDraw's numbers."""
    yield csv_lines([_COLUMNS])
    left = iter(lots)
    while piece := list(islice(left, _PIECE)):
        yield csv_lines(map(_cells, piece))


def _cells(lot: FileLot) -> tuple[object, ...]:
    tiers = [cell for pieces, price in lot.tiers for cell in (pieces, written(price))]
    return (
        lot.part,
        lot.colour,
        colours.appearance(lot.colour).name,
        lot.condition,
        lot.quantity,
        "" if lot.price is None else written(lot.price),
        lot.bulk,
        *tiers,
        *[""] * (2 * MOST_TIERS - len(tiers)),
        lot.sale,
        lot.location,
        lot.remarks,
        lot.description,
        "Y" if lot.stockroom else "N",
        "Y" if lot.retain else "N",
        "" if lot.centigrams is None else _grams(lot.centigrams),
        lot.lot_id,
    )


def _grams(centigrams: int) -> str:
    return f"{centigrams // 100}.{centigrams % 100:02}"


def _item(pairs: Iterable[_Pair]) -> str:
    return f"<ITEM>{''.join(f'<{tag}>{escape(value)}</{tag}>' for tag, value in pairs)}</ITEM>"


def _no_number(lot: FileLot) -> str:
    colour = colours.appearance(lot.colour).name
    return xml_comment(f"no BrickLink number: {lot.quantity} x {lot.part} in {colour} ({lot.condition})")


def _yes_no(flag: bool) -> str:
    return "Y" if flag else "N"


#: What of a lot stands under which of BrickLink's tags, and how.
_TAGS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "price": ("PRICE", written),
    "bulk": ("BULK", str),
    "sale": ("SALE", str),
    "remarks": ("REMARKS", str),
    "location": ("LOCATION", str),
    "description": ("DESCRIPTION", str),
    "stockroom": ("STOCKROOM", _yes_no),
    "retain": ("RETAIN", _yes_no),
    "centigrams": ("MYWEIGHT", _grams),
}


def _bricklink_pairs(lot: FileLot, there: Elsewhere) -> Iterator[_Pair]:
    yield from (("ITEMTYPE", "P"), ("ITEMID", there.part), ("COLOR", str(there.colour)))
    yield from (("QTY", str(lot.quantity)), ("CONDITION", lot.condition))
    for name, (tag, write) in _TAGS.items():
        value = getattr(lot, name)
        if value != PARTICULARS[name]:
            yield tag, write(value)
    yield from _tier_pairs(lot.tiers)
    if lot.lot_id:
        yield "LOTID", lot.lot_id


def _tier_pairs(tiers: tuple[tuple[int, int], ...]) -> Iterator[_Pair]:
    for number, (pieces, price) in enumerate(tiers, 1):
        yield from ((f"TQ{number}", str(pieces)), (f"TP{number}", written(price)))


def _change_pairs(change: Change) -> Iterator[_Pair]:
    if change.delete:
        yield "DELETE", ""
        return
    if change.by is not None:
        yield "QTY", f"{change.by:+}"
    values = change.values
    if "quantity" in values:
        yield "QTY", str(values["quantity"])
    if "condition" in values:
        yield "CONDITION", values["condition"]
    for name, (tag, write) in _TAGS.items():
        if values.get(name) is not None:
            yield tag, write(values[name])
    if "tiers" in values:
        yield from _tier_pairs(values["tiers"]) if values["tiers"] else [("TQ1", "0"), ("TP1", "0")]


def _bsx_item(lot: FileLot, there: Elsewhere, name: str) -> str:
    pairs = [("ItemID", there.part), ("ItemTypeID", "P"), ("ColorID", str(there.colour))]
    if name:
        pairs.append(("ItemName", name))
    pairs += [("ColorName", colours.appearance(lot.colour).name), ("Status", "I")]
    pairs += [("Qty", str(lot.quantity)), ("Condition", lot.condition)]
    pairs += [(tag, write(getattr(lot, name))) for name, (tag, write) in _BSX.items() if _differs(lot, name)]
    pairs += [(tag, text) for tag, text in _tier_pairs(lot.tiers)]
    if lot.lot_id:
        pairs.append(("LotID", lot.lot_id))
    if lot.centigrams is not None and lot.quantity:
        pairs.append(("TotalWeight", f"{_grams(lot.centigrams * lot.quantity)}00"))
    lines = [f"   <{tag}>{escape(text)}</{tag}>\n" for tag, text in pairs]
    lines += [f"   <{tag}/>\n" for tag, flag in (("Retain", lot.retain), ("Stockroom", lot.stockroom)) if flag]
    return f"  <Item>\n{''.join(lines)}{_base(lot)}  </Item>\n"


_BSX: dict[str, tuple[str, Callable[[Any], str]]] = {
    "price": ("Price", written),
    "bulk": ("Bulk", str),
    "sale": ("Sale", str),
    "description": ("Comments", str),
    "remarks": ("Remarks", str),
    "location": ("Location", str),
}


def _differs(lot: FileLot, name: str) -> bool:
    return bool(getattr(lot, name) != PARTICULARS[name])


def _base(lot: FileLot) -> str:
    """What was different before, as BrickStore keeps it."""
    if not lot.base:
        return ""
    values = {tag: write(lot.base[name]) for name, (tag, write) in _BSX.items() if name in lot.base}
    if "quantity" in lot.base:
        values["Qty"] = str(lot.base["quantity"])
    return f"   <DifferenceBaseValues{''.join(f' {tag}={quoteattr(text)}' for tag, text in values.items())}/>\n"
