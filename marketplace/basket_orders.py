"""What a basket's plan is as an order: its parcels, whose creations it is for, and what it costs with their royalties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .bought import Bought, royalties
from .models import Basket, BasketPlan, OrderLine, Shop
from .plans import Plan, PlannedLot, PlannedParcel


@dataclass(frozen=True, slots=True)
class Offered:
    """A basket's plan as it can be ordered. Amounts are minor units."""

    plan: Plan
    bought: list[Bought]
    whole: bool
    parts: int
    parts_price: int
    shipping: int
    fees: int
    royalty: int

    @property
    def total(self) -> int:
        """What is paid."""
        return self.parts_price + self.shipping + self.fees + self.royalty


def offered(basket: Basket, found: BasketPlan) -> Offered:
    """The order that the plan found for a basket would be."""
    shops = Shop.objects.in_bulk([parcel["shop"] for parcel in found.parcels])
    parcels = [
        PlannedParcel(
            shops[parcel["shop"]],
            [PlannedLot(lot["stock"], lot["quantity"], _replaced(lot)) for lot in parcel["lots"]],
            shipping=parcel["shipping"],
            fees=parcel["fees"],
        )
        for parcel in found.parcels
        if parcel["shop"] in shops
    ]
    rows = [lot for parcel in found.parcels for lot in parcel["lots"]]
    lines = [
        OrderLine(
            part=lot["lot"][0],
            colour=lot["lot"][1],
            quantity=lot["quantity"],
            price=lot["price"],
            instead_of=_replaced(lot),
        )
        for lot in rows
    ]
    held = basket.creations.select_related("revision__creation__owner")
    bought = [Bought(one.revision, one.times) for one in held]
    whole = len(bought) == 1 and not basket.lots.exists()
    return Offered(
        plan=Plan(parcels),
        bought=bought,
        whole=whole,
        parts=sum(line.quantity for line in lines),
        parts_price=sum(line.price for line in lines),
        shipping=sum(parcel.shipping for parcel in parcels),
        fees=sum(parcel.fees for parcel in parcels),
        royalty=sum(due.amount for due in royalties(bought, lines, whole=whole)),
    )


def _replaced(lot: dict[str, Any]) -> tuple[tuple[str, int, int], ...]:
    return tuple((part, colour, pieces) for part, colour, pieces in lot.get("instead_of", ()))
