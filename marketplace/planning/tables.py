"""The market as arrays.

A **way** is a shop with one price of shipping: one of its weight bands, or free from so many cents of parts. A parcel goes
one way, so what a way demands (at most this weight, at least these parts) is a plain condition, and a plan is a choice of
ways as in facility location. A **line** is an offer in a way. A **point** is a quantity of a line that linear prices can make best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from .market import Market, Offer, Shop

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Stands for the price of a parcel that is too heavy to be sent.
UNSENT = 1e9


@dataclass(frozen=True, slots=True)
class Way:
    """How a shop's parcel may go: what it costs, at most and more than so heavy, with parts of at least so many cents."""

    shop: int
    price: int
    most: int
    above: int
    least: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Shops' terms by shop. `most` and `price`: by band, with one more at the end for what is too heavy to be sent."""

    minimum: Floats
    free_from: Floats
    free_lots: Floats
    lot_fee: Floats
    bands: Ints
    most: Floats
    price: Floats


class Tables:
    """Arrays of a market: of wanted lots, offers, ways, lines (offer in way) and points (quantity of a line)."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.need = _ints(lot.quantity for lot in market.wanted)
        offers = [offer for shop in market.shops for offer in shop.offers]
        counts = _ints(len(shop.offers) for shop in market.shops)
        #: Per offer: its shop, its place there, its lot, and what it holds.
        self.shop = np.repeat(np.arange(len(market.shops)), counts)
        self.first = np.cumsum(counts) - counts
        self.lot = _ints(offer.lot for offer in offers)
        self.stock = _ints(offer.quantity for offer in offers)
        self.bulk = _ints(offer.bulk for offer in offers)
        self.weight = _ints(offer.weight for offer in offers).astype(float)
        self._price_arrays(offers)
        alone = -(-self.need[self.lot] // self.bulk) * self.bulk
        heaviest = _floats(shop.bands[-1].most if shop.bands else -1 for shop in market.shops)[self.shop]
        fits = np.where(self.weight > 0, heaviest // np.maximum(self.weight, 1) // self.bulk * self.bulk, self.stock)
        #: The least quantity with which an offer serves its lot alone, or all of its stock, or what one parcel can hold.
        self.sent = np.where(heaviest < 0, 0, np.minimum(np.minimum(alone, self.stock), fits)).astype(np.int64)
        #: The same, and no less than one multiple, which is none of use where it is too heavy.
        self.cover = np.maximum(self.sent, self.bulk)
        self.terms = _terms(market.shops)
        self._set_points()
        self._set_ways()

    def _price_arrays(self, offers: list[Offer]) -> None:
        steps = max((len(offer.tiers) for offer in offers), default=0)
        self.price = np.tile(_ints(offer.price for offer in offers), (steps + 1, 1))
        self.start = np.full((steps + 1, len(offers)), np.iinfo(np.int64).max)
        self.start[0] = 0
        for number, offer in enumerate(offers):
            for step, (least, price) in enumerate(offer.tiers, 1):
                self.start[step, number], self.price[step, number] = least, price

    def cents(self, offers: Ints, quantity: Ints) -> Ints:
        """Cents of so many pieces of these offers."""
        price = self.price[0, offers]
        for start, lower in zip(self.start[1:], self.price[1:], strict=True):
            price = np.where(quantity >= start[offers], lower[offers], price)
        cents: Ints = (quantity * price + 50) // 100
        return cents

    def _set_points(self) -> None:
        everyone = np.arange(len(self.lot))
        over = np.flatnonzero((self.cover > self.need[self.lot]) & (self.cover > self.bulk))
        of, quantity = [everyone, over], [self.cover, self.cover[over] - self.bulk[over]]
        covered = self.cents(everyone, self.cover)
        for start in self.start[1:]:
            reached = np.where(start > self.stock, 0, -(-start // self.bulk) * self.bulk)
            some = np.flatnonzero((reached > self.cover) & (reached <= self.stock))
            some = some[self.cents(some, reached[some]) < covered[some]]
            of.append(some)
            quantity.append(reached[some])
            below = np.flatnonzero((reached > 0) & (reached < self.cover))
            of.append(below)
            quantity.append(reached[below])
        owner, amount = np.concatenate(of), np.concatenate(quantity)
        order = np.lexsort((amount, owner))
        self.point_offer, self.point_quantity = owner[order], amount[order]
        self.point_cents = self.cents(self.point_offer, self.point_quantity)

    def _set_ways(self) -> None:
        heaviest = np.zeros(len(self.market.shops), float)
        most = np.zeros(len(self.lot), np.int64)
        np.maximum.at(most, self.point_offer, self.point_quantity)
        np.add.at(heaviest, self.shop, most * self.weight)
        dearest = (self.stock * self.price.max(axis=0, initial=0) + 50) // 100
        worth = np.bincount(self.shop, dearest, len(self.market.shops))
        self.ways = list(
            chain.from_iterable(
                _ways(number, shop, heaviest[number], worth[number])
                for number, shop in enumerate(self.market.shops)
                if shop.offers
            )
        )
        counts = _ints(len(self.market.shops[way.shop].offers) for way in self.ways)
        first = np.cumsum(counts) - counts
        self.line_way = np.repeat(np.arange(len(self.ways)), counts)
        shop = _ints(way.shop for way in self.ways)
        self.line_offer = np.arange(len(self.line_way)) - (first - self.first[shop])[self.line_way]
        self._set_way_arrays()

    def _set_way_arrays(self) -> None:
        ways, shops = self.ways, self.market.shops
        self.way_shop = _ints(way.shop for way in ways)
        self.way_price = _floats(way.price for way in ways)
        self.way_most = _floats(way.most for way in ways)
        self.way_least = _floats(way.least for way in ways)
        self.way_fee = _floats(shops[way.shop].lot_fee for way in ways)
        self.way_free = _floats(shops[way.shop].free_lots for way in ways)
        self.shop_first_way = np.flatnonzero(np.diff(self.way_shop, prepend=-1))
        self.ways_of_shop = np.diff(np.append(self.shop_first_way, len(ways)))
        self.way_first = np.flatnonzero(np.diff(self.line_way, prepend=-1))

    def keeping(self, lines: Flags) -> Tables:
        """The same with these lines only, and with the ways that still have one."""
        kept = copy(self)
        numbers, kept.line_way = np.unique(self.line_way[lines], return_inverse=True)
        kept.ways = [self.ways[number] for number in numbers.tolist()]
        kept.line_offer = self.line_offer[lines]
        kept._set_way_arrays()
        return kept


def _terms(shops: Sequence[Shop]) -> Terms:
    bands = max((len(shop.bands) for shop in shops), default=0)
    most, price = np.full((len(shops), bands), np.inf), np.full((len(shops), bands + 1), UNSENT)
    for number, shop in enumerate(shops):
        for place, band in enumerate(shop.bands):
            most[number, place], price[number, place] = band.most, band.price
    # A weight is beyond the last band where it is heavier than all; bands that a shop lacks are beyond, too.
    for number, shop in enumerate(shops):
        most[number, len(shop.bands) :] = most[number, len(shop.bands) - 1] if shop.bands else -1
    return Terms(
        _floats(shop.minimum for shop in shops),
        _floats(np.inf if shop.free_from is None else shop.free_from for shop in shops),
        _floats(shop.free_lots for shop in shops),
        _floats(shop.lot_fee for shop in shops),
        _ints(len(shop.bands) for shop in shops),
        most,
        price,
    )


def _ways(number: int, shop: Shop, heaviest: float, worth: float) -> list[Way]:
    """The ways a shop's parcel may go that can be of use: heavier bands only where so much can be bought."""
    ways, below, cheapest_below = [], -1, None
    bands = list(shop.bands)
    if shop.minimum <= worth:
        for place, band in enumerate(bands):
            # Where an earlier band costs more, this one holds only what is too heavy for it.
            above = below if cheapest_below is not None and max(b.price for b in bands[:place]) > band.price else -1
            ways.append(Way(number, band.price, band.most, above, shop.minimum))
            cheapest_below = band.price if cheapest_below is None else min(cheapest_below, band.price)
            below = band.most
            dearest = max(one.price for one in bands[: place + 1])
            dearer_from_here = all(later.price >= dearest for later in bands[place + 1 :])
            if band.most >= heaviest and not shop.minimum and dearer_from_here:
                break
    if bands and shop.free_from is not None and max(shop.minimum, shop.free_from) <= worth:
        ways.append(Way(number, 0, bands[-1].most, -1, max(shop.minimum, shop.free_from)))
    return ways


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, np.float64)
