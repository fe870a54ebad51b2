"""Fills parcels of given shops lot by lot, the cheapest offers first: quick, exact, and never a parcel that is not sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np

from .amounts import line_cents, priced, unit_price
from .market import Offer, Shop
from .outcome import Plan, Proposal, plan_of
from .tables import Tables

Lines = dict[int, int]


class Filling:
    """Fills parcels in one market; what it needs to know of the market is sorted once."""

    def __init__(self, tables: Tables) -> None:
        t = tables
        self.market = t.market
        pieces = np.minimum(t.stock, -(-t.need[t.lot] // t.bulk) * t.bulk)
        # Cents of a wanted piece where the offer serves as many as it can.
        unit = t.cents(np.arange(len(t.lot)), pieces) / np.maximum(1, np.minimum(pieces, t.need[t.lot]))
        order = np.lexsort((unit, t.lot))
        entries = list(zip(t.shop[order].tolist(), (order - t.first[t.shop[order]]).tolist(), strict=True))
        ends = np.searchsorted(t.lot[order], np.arange(1, len(t.need) + 1)).tolist()
        #: By lot, what is offered of it: shop and index there, the cheapest piece first.
        self._offers = [entries[start:end] for start, end in pairwise([0, *ends])]
        self._pieces = self.market.pieces
        lightest = np.full(len(t.need), np.inf)
        np.minimum.at(lightest, t.lot, t.weight)
        self._by_weight = np.argsort(lightest, kind="stable").tolist()

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
            # Minimums that are hard to reach: try without the shops that are farthest from their own, one at least.
            farthest = sorted(low, key=lambda one: self._parts(one, quantities[one]) - self._shop(one).minimum)
            opened = set(quantities) - set(farthest[: max(1, len(low) // 4)])

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
            for number, index in offers:
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
