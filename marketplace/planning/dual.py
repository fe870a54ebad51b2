"""A lower bound of what any plan costs, by Lagrangian relaxation.

Each wanted piece of a lot is given a worth (the multiplier of the demand for it). Then shops no longer depend on each other: a
shop's best parcel is that whose pieces are worth most above what they cost, or none. The sum over shops, added to the
worth of all that is wanted, is never more than the cheapest plan costs (Cornuejols, Fisher and Nemhauser 1977 for facility
location; Held, Wolfe and Crowder 1974 for the steps). Inside a way three more multipliers relax what it demands:
a price of weight, a credit for cents where it needs parts of some value, and a price of each lot where lots cost a fee.
"""

from __future__ import annotations

import time

import numpy as np

from .goal import Goal
from .tables import Flags, Floats, Ints, Tables

#: Every so many steps the multipliers inside the ways are set anew, each to what is best for its way.
TUNED_EVERY = 20
HALVINGS = 16
#: What is left of the first step's length at the last one.
SHORTEST = 0.005


class Dual:
    """Multipliers of a market and the bound they give."""

    def __init__(self, tables: Tables, goal: Goal) -> None:
        self.tables, self.goal = tables, goal
        t = tables
        points_of = np.bincount(t.point_offer, minlength=len(t.lot))
        self._per_line = points_of[t.line_offer]
        self._line_first = np.cumsum(self._per_line) - self._per_line
        line = np.repeat(np.arange(len(t.line_offer)), self._per_line)
        self._way_first = self._line_first[t.way_first]
        first_point = np.cumsum(points_of) - points_of
        point = first_point[t.line_offer[line]] + np.arange(len(line)) - self._line_first[line]
        offer = t.point_offer[point]
        self._lot: Ints = t.lot[offer]
        self._way: Ints = t.line_way[line]
        self._gain: Floats = np.minimum(t.point_quantity[point], goal.need[self._lot]).astype(float)
        self._cents: Floats = t.point_cents[point].astype(float)
        self._weight: Floats = t.point_quantity[point] * t.weight[offer]
        self._one_each = len(line) == len(t.line_offer)
        self._ways_of_shop = np.diff(np.append(t.shop_first_way, len(t.ways)))
        unit = np.full(len(t.need), np.inf)
        np.minimum.at(unit, self._lot, self._cents / np.maximum(self._gain, 1))
        #: Of a piece of each lot; of a unit of weight, of a cent of parts, of a line in each way.
        self.worth: Floats = np.where(np.isfinite(unit), unit * 1.2, 0)
        self.by_weight, self.by_cents, self.by_line = (np.zeros(len(t.ways)) for _ in range(3))

    def improve(self, above: float, steps: int, until: float) -> float:
        """Move the multipliers where the bound is higher; returns the best found, whose multipliers are kept.

        `above`: what some plan costs; the steps are long in proportion to what is missing to it. `until`: `time.monotonic`.
        """
        best, kept = -np.inf, self._multipliers()
        shrink = SHORTEST ** (1 / max(1, steps))
        need = np.maximum(1, self.goal.need)
        for step in range(steps):
            if step % TUNED_EVERY == TUNED_EVERY // 2:
                self._tune()
            bound, served = self._evaluate()
            if bound > best:
                best, kept = bound, self._multipliers()
            lacking = self.goal.need - self.goal.left_out(self.worth) - served
            length = float((lacking * lacking / need**2).sum())
            if length < 1e-9 or time.monotonic() > until:
                break
            far = shrink**step * (above - bound) / length
            self.worth = np.maximum(0, self.worth + far * lacking / need**2)
        self.worth, self.by_weight, self.by_cents, self.by_line = kept
        return best

    def _multipliers(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.worth.copy(), self.by_weight.copy(), self.by_cents.copy(), self.by_line.copy()

    def _values(self, worth: Floats) -> Floats:
        value = (1 - self.by_cents)[self._way] * self._cents
        value += (self.by_weight[self._way] * self._weight) + self.by_line[self._way]
        value -= worth[self._lot] * self._gain
        return value

    def _evaluate(self) -> tuple[float, Floats]:
        """The bound, and how many pieces of each lot the best parcels hold."""
        t = self.tables
        value = self._values(self.worth)
        chosen = self._chosen(value)
        ways = self.fixed() + np.add.reduceat(np.where(chosen, value, 0), self._way_first)
        shops = np.minimum(0, np.minimum.reduceat(ways, t.shop_first_way))
        used = self.goal.best(shops)
        bound = self.goal.worth(self.worth) + float(shops[used].sum())
        opened = (ways == np.repeat(np.where(used, shops, np.nan), self._ways_of_shop)) & (ways < 0)
        served = chosen & opened[self._way]
        return bound, np.bincount(self._lot[served], self._gain[served], len(t.need)).astype(float)

    def value(self, line: Ints, quantity: Ints, cents: Floats) -> Floats:
        """What each quantity of a line costs above the worth of its pieces."""
        t = self.tables
        way, offer = t.line_way[line], t.line_offer[line]
        lot = t.lot[offer]
        value: Floats = (1 - self.by_cents)[way] * cents + self.by_weight[way] * (quantity * t.weight[offer])
        return value + self.by_line[way] - self.worth[lot] * np.minimum(quantity, self.goal.need[lot])

    def fixed(self) -> Floats:
        """What each way costs before any of its lines."""
        t = self.tables
        return t.way_price + self.by_cents * t.way_least - self.by_weight * t.way_most - self.by_line * t.way_free

    def _chosen(self, value: Floats) -> Flags:
        """Which points are part of a best parcel of their way: of each line the best, where it is below zero."""
        below: Flags = value < 0
        if self._one_each:
            return below
        best = np.repeat(np.minimum.reduceat(value, self._line_first), self._per_line)
        chosen: Flags = below & (value == best)
        return chosen

    def _tune(self) -> None:
        """Set the multipliers inside ways, one kind after the other, by halving: the bound is concave in each."""
        t = self.tables
        self.by_weight[:] = 0
        value = self._values(self.worth)
        room = -self._sums(value, value) / t.way_most
        self.by_weight = self._halved(value, self._weight, room, self._weight, t.way_most)
        demanding = t.way_least > 0
        if demanding.any():
            self.by_cents[:] = 0
            value = self._values(self.worth)
            needed = np.where(demanding, -t.way_least, np.inf)
            self.by_cents = self._halved(value, -self._cents, np.ones(len(t.ways)), -self._cents, needed)
        if t.way_fee.any():
            self.by_line[:] = 0
            value = self._values(self.worth)
            ones = np.ones(len(value))
            self.by_line = self._halved(value, ones, t.way_fee, ones, t.way_free)

    def _halved(self, value: Floats, slope: Floats, most: Floats, load: Floats, limit: Floats) -> Floats:
        """Per way the least multiplier m from 0 to `most` with which the points best by `value + m * slope` load it to `limit` or less."""
        low, high = np.zeros(len(limit)), most.astype(float)
        tight = self._sums(value, load) > limit
        if not tight.any():
            return low
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            over = self._sums(value + middle[self._way] * slope, load) > limit
            low, high = np.where(over, middle, low), np.where(over, high, middle)
        return np.where(tight, high, 0.0)

    def _sums(self, value: Floats, what: Floats) -> Floats:
        return np.add.reduceat(np.where(self._chosen(value), what, 0), self._way_first)
