"""What is said to sellers of the lines of their stock files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creations.catalog.names import colour_name

from .models import Condition, LineKind, StockImportLine
from .stock_files import Why
from .stock_files.figures import written

SENTENCES: dict[Why, Any] = {
    Why.NO_PART: _("This is no part, but a set, a minifigure or something else."),
    Why.CUSTOM: _("This part is defined in a model’s own file; no shop sells it."),
    Why.PART_MISSING: _("No part is named."),
    Why.PART_UNKNOWN: _("There is no part {value}."),
    Why.COLOUR_MISSING: _("No colour is named."),
    Why.COLOUR_ANY: _("The colour {value} means any colour, but a lot in stock has one."),
    Why.COLOUR_UNKNOWN: _("There is no colour {value}."),
    Why.QUANTITY_MISSING: _("No quantity is named."),
    Why.QUANTITY: _("{value} is no quantity that can be counted."),
    Why.QUANTITY_NEGATIVE: _("The quantity {value} is negative."),
    Why.PRICE: _("{value} is no price."),
    Why.PRICE_NEGATIVE: _("The price {value} is negative."),
    Why.PRICE_DOUBTFUL: _("The price {value} can be read in two ways: the file uses comma and point for the same."),
    Why.CONDITION: _("{value} is no condition: a lot is new or used."),
    Why.BULK: _("{value} is no number of pieces that a lot is sold by."),
    Why.SALE: _("{value} is no discount in percent that can be given, up to 90."),
    Why.TIERS: _("The tiers of price do not rise in quantity and fall in price: {value}."),
    Why.WEIGHT: _("{value} is no weight in grams."),
    Why.LOT_ID: _("{value} is no number of a lot."),
    Why.LOT_TWICE: _("The lot {value} stands in the file twice."),
    Why.CUT_OFF: _("The file breaks off in the midst of this item."),
    Why.LOT_UNKNOWN: _("Your shop has no lot {value}."),
    Why.LOT_OTHER: _("The lot {value} of your shop is another part or colour."),
    Why.PRICE_MISSING: _("A new lot needs a price."),
    Why.NONE_THERE: _("There is none of it, and it is not said to stay when sold out."),
    Why.MENDED: _("From line {line} on the file is no proper XML; it was read as well as it goes ({value})."),
    Why.BROKEN_OFF: _("The file breaks off at line {line}; what it held beyond is not read ({value})."),
}

#: Fields of a lot that a file changes, as they are called.
FIELDS: dict[str, Any] = {
    "price": _("price of one"),
    "bulk": _("sold in multiples of"),
    "tiers": _("cheaper in quantity"),
    "sale": _("sale, in percent"),
    "condition": _("condition"),
    "remarks": _("remarks"),
    "location": _("location"),
    "description": _("description"),
    "stockroom": _("in the stockroom"),
    "retain": _("stays when sold out"),
    "centigrams": _("grams"),
    "lot_id": _("number of the lot"),
}

#: What may stand in a column of a table, as a seller chooses it.
COLUMNS: dict[str, Any] = {
    "part": _("part number"),
    "colour": _("colour"),
    "colour_name": _("name of the colour"),
    "quantity": _("quantity"),
    "price": _("price of one"),
    "condition": _("condition"),
    "location": _("location"),
    "remarks": _("remarks"),
    "description": _("description"),
    "bulk": _("sold in multiples of"),
    "sale": _("sale, in percent"),
    "lot_id": _("number of the lot"),
    "stockroom": _("in the stockroom"),
    "retain": _("stays when sold out"),
    "weight": _("grams"),
    "kind": _("kind of item"),
}


def sentence(why: str, value: str, line: int = 0) -> str:
    """Why a line is left out, or what is to be known of a file."""
    return str(SENTENCES[Why[why]]).format(value=value, line=line)


def in_words(name: str, value: Any) -> str:
    """A field's value as it is shown."""
    if name == "price":
        return "–" if value is None else written(value)
    if name == "tiers":
        return ", ".join(f"{pieces}: {written(price)}" for pieces, price in value) or "–"
    if name == "condition":
        return str(Condition(value).label)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name == "centigrams":
        return "–" if value is None else f"{value / 100:.2f}"
    return str(value) or "–"


def changes(line: StockImportLine) -> list[tuple[Any, str, str]]:
    """What is changed of a lot: the field, what it is, what it is to be."""
    moved = [(_("quantity"), str(line.was), str(line.becomes))] if line.by else []
    if line.kind != LineKind.CHANGED:
        return moved
    return moved + [
        (FIELDS[name], in_words(name, before), in_words(name, after))
        for name, (before, after) in sorted(line.fields.items(), key=lambda one: [*FIELDS].index(one[0]))
    ]


def facts(line: StockImportLine) -> list[str]:
    """What is said of a new lot beside part, colour and quantity."""
    fields = line.fields
    told = [str(Condition(fields["condition"]).label)]
    if fields["bulk"] > 1:
        told.append(f"{FIELDS['bulk']} {fields['bulk']}")
    told += [f"{FIELDS[name]} {in_words(name, fields[name])}" for name in ("tiers", "sale") if fields[name]]
    told += [fields[name] for name in ("location", "remarks", "description") if fields[name]]
    return told


def colour_in_words(code: int) -> str:
    """A colour's name in the page's language."""
    return colour_name(code, get_language() or "en")
