"""What an order is made from: which shop sends which lots, and what sending them costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .models import Shop
from .pricing import Quote


@dataclass(frozen=True, slots=True)
class PlannedLot:
    """`quantity` pieces of a stock lot, by its number; `instead_of` are the lots it stands in for, with how many pieces."""

    stock: int
    quantity: int
    instead_of: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedParcel:
    """One shop's part; `shipping` and `fees` in minor units. What its lots cost is found under their locks."""

    shop: Shop
    lots: list[PlannedLot]
    shipping: int = 0
    fees: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All parcels of an order, one a shop."""

    parcels: list[PlannedParcel] = field(default_factory=list)

    def lots(self) -> Iterator[PlannedLot]:
        """Those of all parcels."""
        for parcel in self.parcels:
            yield from parcel.lots


def plan_of(quote: Quote) -> Plan:
    """The plan of a quote, parcel by parcel."""
    return Plan(
        [
            PlannedParcel(
                parcel.shop,
                [PlannedLot(line.stock.pk, line.quantity) for line in parcel.lines if line.stock is not None],
                shipping=parcel.shipping,
                fees=parcel.fees,
            )
            for parcel in quote.parcels
        ]
    )
