"""Which shops to order from: local search that opens, closes and swaps shops, by what plans cost roughly.

Roughly: each lot is filled from the open shops, the cheapest piece first, at the price of as many as the shop could supply;
multiples and tiers are met exactly afterwards. One estimate is a few operations on arrays of what the open shops offer.
Where nothing helps any more, some shops are closed by chance and the search goes on from there (iterated local search:
Lourenço, Martin and Stützle 2003).
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

import numpy as np

from .goal import Goal
from .tables import UNSENT, Flags, Floats, Ints, Tables

#: What a missing piece counts in the estimate.
MISSING = 1e6
#: So many shops are tried where one is to be opened, and where one is to be opened for another.
TRIED, SWAPPED = 8, 5
#: A shop is swapped for another where closing it costs no more than this, in cents: the dearer ones are needed.
LEAST_NEEDED = 12
#: So many shops are closed by chance at least and at most, and so many of the best afterwards are not opened again at once.
SHAKEN = (2, 4)
#: Costs that differ by less are equal: they are estimates.
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Guess:
    """An estimate: its cost, the offers taken (by place in the search's order) with their pieces, and the shops used."""

    cost: float
    places: Ints
    taken: Floats
    shops: Flags


class Search:
    """Estimates for a market and a goal; `shops`: the only ones that are looked at. `until` (`time.monotonic`) ends it, done or not."""

    def __init__(self, tables: Tables, goal: Goal, shops: Flags, until: float) -> None:
        t = tables
        self._goal, self._until, self._terms = goal, until, t.terms
        offers = np.flatnonzero(shops[t.shop] & (t.sent > 0))
        pieces = np.minimum(t.sent[offers], goal.need[t.lot[offers]]).astype(float)
        cents = t.cents(offers, t.sent[offers]) / np.maximum(pieces, 1)
        order = np.lexsort((cents, t.lot[offers]))
        offers = offers[order]
        self._shop, self._lot = t.shop[offers], t.lot[offers]
        self._pieces, self._cents = pieces[order], cents[order]
        self._weight = t.weight[offers] * t.sent[offers] / np.maximum(self._pieces, 1)
        self._need = goal.need.astype(float)
        self._wanted = float(self._need.sum())
        self._count = len(t.terms.minimum)

    def guess(self, opened: Flags) -> Guess:
        """What a plan with these shops costs, roughly."""
        numbers = np.flatnonzero(opened)
        places = np.flatnonzero(opened[self._shop])
        taken = self._taken(places)
        some = np.flatnonzero(taken)
        places, taken = places[some], taken[some]
        shop, terms = self._shop[places], self._terms
        parts = np.bincount(shop, taken * self._cents[places], self._count)[numbers]
        weight = np.bincount(shop, taken * self._weight[places], self._count)[numbers]
        lines = np.bincount(shop, minlength=self._count)[numbers]
        band = (weight[:, None] > terms.most[numbers]).sum(axis=1)
        free = np.where(band < terms.bands[numbers], 0, UNSENT)
        more = np.where(parts >= terms.free_from[numbers], free, terms.price[numbers, band])
        more += terms.lot_fee[numbers] * np.maximum(0, lines - terms.free_lots[numbers])
        more += np.maximum(0, terms.minimum[numbers] - parts)
        used = lines > 0
        lacking = max(0.0, self._wanted - float(taken.sum()) - self._goal.missing)
        over = 0 if self._goal.parcels is None else max(0, int(used.sum()) - self._goal.parcels)
        cost = float(parts.sum() + more[used].sum()) + lacking * MISSING + over * UNSENT
        shops = np.zeros(self._count, bool)
        shops[numbers[used]] = True
        return Guess(cost, places, taken, shops)

    def _taken(self, places: Ints) -> Floats:
        """How many pieces of each of these offers are taken: of each lot the cheapest ones, until it is served."""
        lot, pieces = self._lot[places], self._pieces[places]
        before = np.cumsum(pieces) - pieces
        begins = np.flatnonzero(np.diff(lot, prepend=-1))
        before -= np.repeat(before[begins], np.diff(np.append(begins, len(lot))))
        taken: Floats = np.clip(self._need[lot] - before, 0, pieces)
        return taken

    def greedy(self) -> Guess:
        """Open one shop after the other while that helps."""
        best = self.guess(np.zeros(self._count, bool))
        while self._goal.parcels is None or best.shops.sum() < self._goal.parcels:
            found = self._opened(best)
            if found is None or self._late():
                return found or best
            best = found
        return best

    def better(self, best: Guess) -> Guess:
        """The same improved by closing, opening and swapping shops until nothing helps."""
        while not self._late():
            found = self._closed(best) or self._opened(best) or self._swapped(best)
            if found is None:
                return best
            best = found
        return best

    def shaken(self, best: Guess, rounds: int) -> Guess:
        """The best found by so many times closing some of its shops by chance and improving what is left; always the same ones."""
        chance = random.Random(len(self._lot))
        for _ in range(rounds):
            opened = _numbers(best.shops)
            if len(opened) < 2 or self._late():
                return best
            shops = best.shops.copy()
            shops[chance.sample(opened, min(chance.randint(*SHAKEN), len(opened) - 1))] = False
            others = self._promising(self.guess(shops), 3 * TRIED)
            shops[chance.sample(others, min(2, len(others)))] = True
            found = self.better(self.guess(shops))
            if found.cost < best.cost - SAME:
                best = found
        return best

    def _late(self) -> bool:
        return time.monotonic() > self._until

    def _with(self, shops: Flags, shop: int, *, opened: bool = True) -> Guess:
        changed = shops.copy()
        changed[shop] = opened
        return self.guess(changed)

    def _promising(self, guess: Guess, count: int = TRIED) -> list[int]:
        """The closed shops whose lower prices would save most."""
        lot = self._lot[guess.places]
        dearest = np.zeros(len(self._need))
        np.maximum.at(dearest, lot, self._cents[guess.places])
        held = np.bincount(lot, guess.taken, len(self._need))
        dearest[held < self._need - 0.5] = MISSING
        saved = np.maximum(0, dearest[self._lot] - self._cents) * self._pieces
        by_shop = np.bincount(self._shop, saved, self._count) - self._terms.price[:, 0]
        by_shop[guess.shops] = -np.inf
        best = np.argsort(-by_shop)[:count]
        return [int(shop) for shop in best if by_shop[shop] > -self._terms.price[shop, 0]]

    def _closed(self, best: Guess) -> Guess | None:
        """One shop less."""
        return self._least(self._without(best), best)

    def _opened(self, best: Guess) -> Guess | None:
        """One shop more."""
        return self._least([self._with(best.shops, shop) for shop in self._promising(best)], best)

    def _swapped(self, best: Guess) -> Guess | None:
        """One shop for another: the first that helps, those tried first that are needed least."""
        without = sorted(self._without(best), key=lambda guess: guess.cost)
        for less in without[:LEAST_NEEDED]:
            if self._late():
                return None
            others = [shop for shop in self._promising(less, SWAPPED + 1) if not best.shops[shop]]
            found = self._least([self._with(less.shops, other) for other in others], best)
            if found is not None:
                return found
        return None

    def _without(self, best: Guess) -> list[Guess]:
        return [self._with(best.shops, shop, opened=False) for shop in _numbers(best.shops)]

    @staticmethod
    def _least(tried: list[Guess], best: Guess) -> Guess | None:
        least = min(tried, key=lambda guess: guess.cost, default=best)
        return least if least.cost < best.cost - SAME else None


def _numbers(shops: Flags) -> list[int]:
    return [int(shop) for shop in np.flatnonzero(shops)]
