"""Fills parcels of given shops lot by lot, the cheapest offers first: quick, exact, and never a parcel that is not sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .amounts import line_cents, priced, unit_price
from .market import Market, Offer, Shop
from .outcome import Plan, Proposal, plan_of

Lines = dict[int, int]


class Filling:
    """Fills parcels in one market; what it needs to know of the market is sorted once."""

    def __init__(self, market: Market) -> None:
        self.market = market
        offers: list[list[tuple[float, int, int]]] = [[] for _lot in market.wanted]
        for number, shop in enumerate(market.shops):
            for index, offer in enumerate(shop.offers):
                offers[offer.lot].append((_unit(offer, market.wanted[offer.lot].quantity), number, index))
        self._offers = [sorted(one) for one in offers]
        self._pieces = market.pieces
        lightest = [min((self._offer(one).weight for one in some), default=0) for some in self._offers]
        self._by_weight = sorted(range(len(offers)), key=lightest.__getitem__)

    def plan(self, shops: Collection[int]) -> Plan:
        """A plan with parcels of these shops or fewer."""
        best: Plan | None = None
        opened = set(shops)
        while True:
            quantities = self._filled(opened)
            if self._lacks(quantities):
                # Where weight is what is short, light pieces first are more.
                light = self._filled(opened, self._by_weight)
                quantities = light if self._count(light) > self._count(quantities) else quantities
            low = [
                number for number in quantities if self._parts(number, quantities[number]) < self._shop(number).minimum
            ]
            raised = {number: self._raised(number, quantities[number], self._shop(number).minimum) for number in low}
            plan = plan_of(self.market, {**quantities, **raised})
            if plan is not None and plan.better_than(best):
                best = plan
            if not low:
                return best or Plan(self.market, (), (), (0,) * len(self.market.wanted))
            # A minimum that is hard to reach: try without the shop that is farthest from its own.
            opened = set(quantities) - {
                max(low, key=lambda one: self._shop(one).minimum - self._parts(one, quantities[one]))
            }

    def _offer(self, entry: tuple[float, int, int]) -> Offer:
        return self.market.shops[entry[1]].offers[entry[2]]

    def _shop(self, number: int) -> Shop:
        return self.market.shops[number]

    def _count(self, quantities: dict[int, Lines]) -> int:
        return sum(sum(lines.values()) for lines in quantities.values())

    def _lacks(self, quantities: dict[int, Lines]) -> bool:
        return bool(quantities) and self._count(quantities) < self._pieces

    def _filled(self, opened: Collection[int], lots: Sequence[int] = ()) -> dict[int, Lines]:
        room = {number: self._shop(number).bands[-1].most for number in opened if self._shop(number).bands}
        quantities: dict[int, Lines] = {}
        for lot in lots or range(len(self._offers)):
            offers = self._offers[lot]
            lacking = self.market.wanted[lot].quantity
            for _unit_price, number, index in offers:
                if number not in room:
                    continue
                offer = self._shop(number).offers[index]
                quantity = min(offer.quantity, -(-lacking // offer.bulk) * offer.bulk)
                if offer.weight:
                    quantity = min(quantity, room[number] // offer.weight // offer.bulk * offer.bulk)
                if quantity > 0:
                    quantities.setdefault(number, {})[index] = quantity
                    room[number] -= quantity * offer.weight
                    lacking -= quantity
                    if lacking <= 0:
                        break
        return quantities

    def _parts(self, number: int, lines: Lines) -> int:
        return sum(_cents(self._shop(number).offers[index], quantity) for index, quantity in lines.items())

    def proposed(self, proposal: Proposal) -> Plan | None:
        """The plan that a proposal means, with pieces more where a parcel wants parts of more cents; None where there is none."""
        quantities = dict(proposal.quantities)
        for number, least in proposal.least.items():
            lines = dict(quantities[number])
            if self._parts(number, lines) < least:
                quantities[number] = self._raised(number, lines, least) or lines
        return plan_of(self.market, quantities)

    def _raised(self, number: int, lines: Lines, least: int) -> Lines:
        """With more pieces until the parts cost `least`; nothing where that cannot be."""
        shop, lines = self._shop(number), dict(lines)
        lacking = least - self._parts(number, lines)
        dearest = sorted(range(len(shop.offers)), key=lambda index: -shop.offers[index].price * shop.offers[index].bulk)
        for last in (False, True):
            for index in dearest if not last else reversed(dearest):
                offer, had = shop.offers[index], lines.get(index, 0)
                step = max(1, offer.price * offer.bulk)
                more = lacking * 100 // step + (1 if last else 0)
                quantity = min(offer.quantity, had + more * offer.bulk)
                if quantity > had:
                    lines[index] = quantity
                    lacking = least - self._parts(number, lines)
                if lacking <= 0:
                    return lines if priced(shop, lines) else {}
        return {}


def _cents(offer: Offer, quantity: int) -> int:
    return line_cents(quantity, unit_price(offer, quantity))


def _unit(offer: Offer, wanted: int) -> float:
    """Cents of a wanted piece where the offer serves as many as it can."""
    quantity = min(offer.quantity, -(-wanted // offer.bulk) * offer.bulk)
    return _cents(offer, quantity) / min(quantity, wanted)
