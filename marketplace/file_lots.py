"""Between the lots of a shop and those of stock files, whose words differ a little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from .models import StockLot
from .stock_files import FileLot
from .stock_files.limits import MOST_TIERS

#: What a file calls otherwise than a stock lot.
_NAMES = {"price": "unit_price", "sale": "sale_percent", "lot_id": "external_id"}
_SAME = ("condition", "bulk", "remarks", "location", "description", "stockroom", "retain", "price", "sale", "lot_id")


def file_lot(lot: StockLot) -> FileLot:
    """A lot as files have it."""
    return FileLot(
        lot.part,
        lot.colour,
        lot.condition,
        lot.quantity,
        lot.unit_price,
        lot.bulk,
        tuple(lot.tiers),
        lot.sale_percent,
        lot.remarks,
        lot.location,
        lot.description,
        lot.stockroom,
        lot.retain,
        None if lot.grams is None else int(lot.grams * 100),
        lot.external_id,
    )


def stock_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says of a lot, as fields of a stock lot; quantity, part and colour apart."""
    found = {_NAMES.get(name, name): values[name] for name in _SAME if name in values}
    if "tiers" in values:
        tiers = [*values["tiers"], *[(None, None)] * MOST_TIERS]
        for number in range(1, MOST_TIERS + 1):
            found[f"tier{number}_from"], found[f"tier{number}_price"] = tiers[number - 1]
    if "centigrams" in values:
        grams = values["centigrams"]
        found["grams"] = None if grams is None else Decimal(grams) / 100
    return found


def kept(lot: FileLot) -> dict[str, Any]:
    """A new lot as JSON."""
    return {name: value for name, value in asdict(lot).items() if name not in ("given", "base", "line")}


def file_lots(lots: Iterable[StockLot]) -> Iterable[FileLot]:
    """All of them, one by one."""
    return map(file_lot, lots)
