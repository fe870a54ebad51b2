"""A plan: parcels, what they hold of what is wanted, and what is proven of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .amounts import Parcel, priced
from .market import Market, Wanted

#: Pieces by shop and by offer, each by its index.
Quantities = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Parcels for a market. `held`: pieces of each wanted lot that count, never more than are wanted."""

    market: Market
    parcels: tuple[Parcel, ...]
    shops: tuple[int, ...]
    held: tuple[int, ...]

    @property
    def pieces(self) -> int:
        """How many of the wanted pieces it brings."""
        return sum(self.held)

    @property
    def cents(self) -> int:
        """What it costs, with shipping and fees."""
        return sum(parcel.cents for parcel in self.parcels)

    @property
    def missing(self) -> tuple[Wanted, ...]:
        """What it lacks."""
        lots = zip(self.market.wanted, self.held, strict=True)
        return tuple(Wanted(lot.part, lot.colour, lot.quantity - held) for lot, held in lots if held < lot.quantity)

    def better_than(self, other: Plan | None) -> bool:
        """More pieces, or as many for less."""
        return other is None or (-self.pieces, self.cents) < (-other.pieces, other.cents)


def plan_of(market: Market, quantities: Quantities) -> Plan | None:
    """The plan of so many pieces, or None where one of its parcels is not sent."""
    parcels, shops = [], []
    held = [0] * len(market.wanted)
    for number, lines in sorted(quantities.items()):
        if not lines:
            continue
        parcel = priced(market.shops[number], lines)
        if parcel is None:
            return None
        parcels.append(parcel)
        shops.append(number)
        for line in parcel.lines:
            held[line.offer.lot] += line.quantity
    counted = tuple(min(lot.quantity, got) for lot, got in zip(market.wanted, held, strict=True))
    return Plan(market, tuple(parcels), tuple(shops), counted)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the solver found: pieces by shop and offer, and parts of how many cents each shop's parcel is to have."""

    quantities: Quantities
    least: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan with a lower bound of the cents of any plan that brings as many pieces, and the seconds both took."""

    plan: Plan
    bound: int
    seconds: float

    @property
    def gap(self) -> float:
        """How much cheaper another plan could be at most, as a share of this one's cost."""
        return (self.plan.cents - self.bound) / self.plan.cents if self.plan.cents else 0.0
