"""What is not the same about a basket's new plan and the one before, where the offers moved in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .models import BasketPlan

Lot = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ChangedLot:
    """So many pieces of a lot for so many minor units, before and now."""

    part: str
    colour: int
    pieces_before: int
    pieces: int
    price_before: int
    price: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more or less the new plan brings and costs, in minor units; `came` and `gone` are numbers of shops."""

    pieces: int
    cost: int
    parcels: int
    came: list[int]
    gone: list[int]
    lots: list[ChangedLot]


def snapshot(plan: BasketPlan) -> dict[str, Any]:
    """What a later plan is compared with: `{"pieces", "cost", "shops", "lots": [[part, colour, pieces, price]]}`."""
    return {
        "pieces": plan.pieces,
        "cost": plan.cost,
        "shops": [parcel["shop"] for parcel in plan.parcels],
        "lots": [[part, colour, *sums] for (part, colour), sums in sorted(_lots(plan).items())],
    }


def difference(plan: BasketPlan) -> Difference | None:
    """Between a plan and the snapshot it keeps; None where it keeps none, or nothing that is paid changed."""
    before: Mapping[str, Any] | None = plan.before
    if before is None or not plan.is_final:
        return None
    old: dict[Lot, tuple[int, int]] = {
        (part, colour): (pieces, price) for part, colour, pieces, price in before["lots"]
    }
    new = _lots(plan)
    changed = [
        ChangedLot(*lot, was[0], now[0], was[1], now[1])
        for lot in sorted(old.keys() | new.keys())
        if (was := old.get(lot, (0, 0))) != (now := new.get(lot, (0, 0)))
    ]
    shops = [parcel["shop"] for parcel in plan.parcels]
    found = Difference(
        pieces=plan.pieces - before["pieces"],
        cost=plan.cost - before["cost"],
        parcels=len(shops) - len(before["shops"]),
        came=[shop for shop in shops if shop not in before["shops"]],
        gone=[shop for shop in before["shops"] if shop not in shops],
        lots=changed,
    )
    return found if changed or found.cost or found.came or found.gone else None


def _lots(plan: BasketPlan) -> dict[Lot, tuple[int, int]]:
    found: dict[Lot, tuple[int, int]] = {}
    for parcel in plan.parcels:
        for row in parcel["lots"]:
            pieces, price = found.get((row["lot"][0], row["lot"][1]), (0, 0))
            found[row["lot"][0], row["lot"][1]] = pieces + row["quantity"], price + row["price"]
    return found
