"""Which shops to order from: local search that opens, closes and swaps shops, by what plans cost roughly.

Roughly: each lot is filled from the open shops, the cheapest piece first, at the price of as many as the shop could supply;
multiples and tiers are met exactly afterwards. One estimate is a few operations on arrays.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from .goal import Goal
from .tables import UNSENT, Flags, Floats, Tables

#: What a missing piece counts in the estimate.
MISSING = 1e6
#: So many shops are tried where one is to be opened.
TRIED = 8
#: Among more shops than this, the first that is found to be of no use is closed.
FEW = 25


@dataclass(frozen=True, slots=True)
class Guess:
    """An estimate: its cost, the pieces taken of each offer (in the order of the search), and the shops used."""

    cost: float
    taken: Floats
    shops: Flags


class Search:
    """Estimates for a market and a goal; `shops`: the only ones that are looked at."""

    def __init__(self, tables: Tables, goal: Goal, shops: Flags, until: float) -> None:
        t = self._tables = tables
        self._goal, self._until = goal, until
        offers = np.flatnonzero(shops[t.shop] & (t.sent > 0))
        pieces = np.minimum(t.sent[offers], goal.need[t.lot[offers]]).astype(float)
        cents = t.cents(offers, t.sent[offers]) / np.maximum(pieces, 1)
        order = np.lexsort((cents, t.lot[offers]))[: len(offers)]
        offers = offers[order]
        self._shop, self._lot = t.shop[offers], t.lot[offers]
        self._pieces, self._cents = pieces[order], cents[order]
        self._weight = t.weight[offers] * t.sent[offers] / np.maximum(self._pieces, 1)
        self._first = np.searchsorted(self._lot, np.arange(len(goal.need)))
        self._need = goal.need.astype(float)
        self._shops = t.terms

    def guess(self, opened: Flags) -> Guess:
        """What a plan with these shops costs, roughly."""
        terms = self._shops
        pieces = self._pieces * opened[self._shop]
        before = np.concatenate([[0.0], np.cumsum(pieces)])
        before = before[:-1] - before[self._first][self._lot]
        taken = np.clip(self._need[self._lot] - before, 0, pieces)
        some = np.flatnonzero(taken)
        shop, amount = self._shop[some], taken[some]
        count = len(terms.minimum)
        parts = np.bincount(shop, amount * self._cents[some], count)
        weight = np.bincount(shop, amount * self._weight[some], count)
        lines = np.bincount(shop, minlength=count)
        band = (weight[:, None] > terms.most).sum(axis=1)
        shipping = np.where(
            parts >= terms.free_from, np.where(band < terms.bands, 0, UNSENT), terms.price[np.arange(count), band]
        )
        more = shipping + terms.lot_fee * np.maximum(0, lines - terms.free_lots) + np.maximum(0, terms.minimum - parts)
        used = lines > 0
        lacking = max(0.0, float(self._need.sum() - amount.sum()) - self._goal.missing)
        over = 0 if self._goal.parcels is None else max(0, int(used.sum()) - self._goal.parcels)
        cost = float(parts.sum() + more[used].sum()) + lacking * MISSING + over * UNSENT
        return Guess(cost, taken, used)

    def greedy(self) -> Guess:
        """Open one shop after the other while that helps."""
        best = self.guess(np.zeros(len(self._shops.minimum), bool))
        while time.monotonic() < self._until:
            if self._goal.parcels is not None and best.shops.sum() >= self._goal.parcels:
                return best
            tried = [self._with(best.shops, shop) for shop in self._promising(best)]
            better = min(tried, key=lambda guess: guess.cost, default=best)
            if better.cost >= best.cost:
                return best
            best = better
        return best

    def better(self, best: Guess) -> Guess:
        """The same improved by closing, opening and swapping shops until nothing helps, or time is up."""
        while time.monotonic() < self._until:
            found = self._closed(best) or self._opened(best) or self._swapped(best)
            if found is None:
                return best
            best = found
        return best

    def _with(self, shops: Flags, shop: int, *, opened: bool = True) -> Guess:
        changed = shops.copy()
        changed[shop] = opened
        return self.guess(changed)

    def _promising(self, guess: Guess) -> list[int]:
        """The closed shops whose lower prices would save most."""
        price = np.zeros(len(self._need))
        np.maximum.at(price, self._lot, np.where(guess.taken > 0, self._cents, 0))
        held = np.bincount(self._lot, guess.taken, len(self._need))
        price[held < self._need - 0.5] = MISSING
        saved = np.maximum(0, price[self._lot] - self._cents) * self._pieces
        by_shop = np.bincount(self._shop, saved, len(self._shops.minimum)) - self._shops.price[:, 0]
        by_shop[guess.shops] = -np.inf
        best = np.argsort(-by_shop)[:TRIED]
        return [int(shop) for shop in best if by_shop[shop] > -self._shops.price[shop, 0]]

    def _closed(self, best: Guess) -> Guess | None:
        """One shop less; of many shops the first that is not needed."""
        tried = []
        for shop in _used(best):
            guess = self._with(best.shops, shop, opened=False)
            tried.append(guess)
            if time.monotonic() > self._until or (len(tried) > FEW and guess.cost < best.cost - 0.5):
                break
        return self._least(tried, best)

    def _opened(self, best: Guess) -> Guess | None:
        return self._least([self._with(best.shops, shop) for shop in self._promising(best)], best)

    def _swapped(self, best: Guess) -> Guess | None:
        for shop in _used(best):
            if time.monotonic() > self._until:
                return None
            without = self._with(best.shops, shop, opened=False)
            others = [other for other in self._promising(without) if other != shop]
            found = self._least([self._with(without.shops, other) for other in others], best)
            if found is not None:
                return found
        return None

    @staticmethod
    def _least(tried: list[Guess], best: Guess) -> Guess | None:
        least = min(tried, key=lambda guess: guess.cost, default=best)
        return least if least.cost < best.cost - 0.5 else None


def _used(guess: Guess) -> list[int]:
    return [int(shop) for shop in np.flatnonzero(guess.shops)]
