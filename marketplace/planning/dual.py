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
from .tables import Floats, Ints, Tables

#: Every so many steps the multipliers inside the ways are set anew, each to what is best for its way.
TUNED_EVERY = 20
HALVINGS = 12
#: What is left of the first step's length at the last one.
SHORTEST = 0.005


class _Layer:
    """One quantity of each of some lines: which lines, and the pieces, cents and weight of it."""

    def __init__(self, line: Ints, gain: Floats, cents: Floats, weight: Floats) -> None:
        self.line, self.gain, self.cents, self.weight = line, gain, cents, weight
        #: What it costs under the multipliers inside the ways, before the worth of its pieces.
        self.base = cents


class Dual:
    """Multipliers of a market and the bound they give."""

    def __init__(self, tables: Tables, goal: Goal) -> None:
        self.tables, self.goal = tables, goal
        t = tables
        points_of = np.bincount(t.point_offer, minlength=len(t.lot))
        first = np.cumsum(points_of) - points_of
        gain = np.minimum(t.point_quantity, goal.need[t.lot[t.point_offer]]).astype(float)
        cents, weight = t.point_cents.astype(float), t.point_quantity * t.weight[t.point_offer]
        self._lot: Ints = t.lot[t.line_offer]
        #: The first holds every line; the others those lines of which two quantities or more can be best.
        self._layers = []
        for rank in range(int(points_of.max(initial=0))):
            line = np.flatnonzero(points_of[t.line_offer] > rank)
            point = first[t.line_offer[line]] + rank
            self._layers.append(_Layer(line, gain[point], cents[point], weight[point]))
        self._shut: Floats = np.where(goal.allowed[t.way_shop], 0.0, np.inf)
        self._ways_of_shop = np.diff(np.append(t.shop_first_way, len(t.ways)))
        unit = np.full(len(t.need), np.inf)
        np.minimum.at(unit, t.lot[t.point_offer], cents / np.maximum(gain, 1))
        #: Of a piece of each lot; of a unit of weight, of a cent of parts, of a line in each way.
        self.worth: Floats = np.where(np.isfinite(unit), unit * 1.2, 0)
        self.by_weight, self.by_cents, self.by_line = (np.zeros(len(t.ways)) for _ in range(3))

    def improve(self, above: float, steps: int, until: float) -> float:
        """Move the multipliers where the bound is higher; returns the best found, whose multipliers are kept.

        `above`: what some plan costs; the steps are long in proportion to what is missing to it. `until`: `time.monotonic`.
        """
        best, kept = -np.inf, self._multipliers()
        began = time.monotonic()
        shrink = SHORTEST ** (1 / max(1, steps))
        need = np.maximum(1, self.goal.need)
        length_left = 1.0
        for step in range(steps):
            if step % TUNED_EVERY == TUNED_EVERY // 2:
                self._tune()
                # Where time is too short for so many steps, each is shortened more.
                now = time.monotonic()
                possible = max(0.0, until - now) / (now - began) * step
                shrink = min(shrink, (SHORTEST / length_left) ** (1 / max(1.0, possible)))
            if step and time.monotonic() > until:
                break
            bound, served = self._evaluate()
            if bound > best:
                best, kept = bound, self._multipliers()
            lacking = self.goal.need - self.goal.left_out(self.worth) - served
            length = float((lacking * lacking / need**2).sum())
            if length < 1e-9:
                break
            length_left *= shrink
            self.worth = np.maximum(0, self.worth + length_left * (above - bound) / length * lacking / need**2)
        self.worth, self.by_weight, self.by_cents, self.by_line = kept
        for layer in self._layers:
            layer.base = self._base(layer)
        return best

    def _multipliers(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.worth.copy(), self.by_weight.copy(), self.by_cents.copy(), self.by_line.copy()

    def _evaluate(self) -> tuple[float, Floats]:
        """The bound, and how many pieces of each lot the best parcels hold."""
        t = self.tables
        value, gain = self._best(self._layers[0].gain)
        ways = self.fixed() + np.add.reduceat(np.minimum(value, 0), t.way_first)
        shops = np.minimum(0, np.minimum.reduceat(ways, t.shop_first_way))
        used = self.goal.best(shops)
        bound = self.goal.worth(self.worth) + float(shops[used].sum())
        opened = (ways == np.repeat(np.where(used, shops, np.nan), self._ways_of_shop)) & (ways < 0)
        served = np.flatnonzero(opened[t.line_way] & (value < 0))
        return bound, np.bincount(self._lot[served], gain[served], len(t.need)).astype(float)

    def shops(self) -> Floats:
        """By shop, what its best parcel costs above the worth of its pieces; infinite where it sends none."""
        t = self.tables
        value, _gain = self._best(self._layers[0].gain)
        ways = self.fixed() + np.add.reduceat(np.minimum(value, 0), t.way_first)
        shops = np.full(len(t.market.shops), np.inf)
        shops[t.way_shop[t.shop_first_way]] = np.minimum.reduceat(ways, t.shop_first_way)
        return shops

    def _best(self, gain: Floats) -> tuple[Floats, Floats]:
        """Of each line the value of its best quantity, and that quantity's pieces."""
        first = self._layers[0]
        value = first.base - self.worth[self._lot] * first.gain
        if len(self._layers) > 1:
            gain = gain.copy()
        for layer in self._layers[1:]:
            other = layer.base - self.worth[self._lot[layer.line]] * layer.gain
            better = np.flatnonzero(other < value[layer.line])
            value[layer.line[better]] = other[better]
            gain[layer.line[better]] = layer.gain[better]
        return value, gain

    def fixed(self) -> Floats:
        """What each way costs before any of its lines; infinite for those of shops that are not allowed."""
        t = self.tables
        return (
            self._shut
            + t.way_price
            + self.by_cents * t.way_least
            - self.by_weight * t.way_most
            - self.by_line * t.way_free
        )

    def value(self, line: Ints, quantity: Ints, cents: Floats) -> Floats:
        """What each quantity of a line costs above the worth of its pieces."""
        t = self.tables
        way, offer = t.line_way[line], t.line_offer[line]
        lot = t.lot[offer]
        value: Floats = (1 - self.by_cents)[way] * cents + self.by_weight[way] * (quantity * t.weight[offer])
        return value + self.by_line[way] - self.worth[lot] * np.minimum(quantity, self.goal.need[lot])

    def _tune(self) -> None:
        """Set the multipliers inside ways, one kind after the other, by halving: the bound is concave in each."""
        t = self.tables
        self.by_weight[:] = 0
        profit = np.add.reduceat(np.maximum(0, -self._inside(self._layers[0])), t.way_first)
        self.by_weight = self._halved([layer.weight for layer in self._layers], profit / t.way_most, t.way_most)
        if t.way_least.any():
            self.by_cents[:] = 0
            needed = np.where(t.way_least > 0, -t.way_least, np.inf)
            self.by_cents = self._halved([-layer.cents for layer in self._layers], np.ones(len(t.ways)), needed)
        if t.way_fee.any():
            self.by_line[:] = 0
            self.by_line = self._halved([np.ones(len(layer.line)) for layer in self._layers], t.way_fee, t.way_free)
        for layer in self._layers:
            layer.base = self._base(layer)

    def _base(self, layer: _Layer) -> Floats:
        way = self.tables.line_way[layer.line]
        base: Floats = (1 - self.by_cents)[way] * layer.cents + self.by_weight[way] * layer.weight
        return base + self.by_line[way]

    def _inside(self, layer: _Layer) -> Floats:
        value: Floats = self._base(layer) - self.worth[self._lot[layer.line]] * layer.gain
        return value

    def _halved(self, loads: list[Floats], most: Floats, limit: Floats) -> Floats:
        """Per way the least multiplier of `loads`, from 0 to `most`, with which its best quantities load it to `limit` or less."""
        t = self.tables
        values = [self._inside(layer) for layer in self._layers]
        tight = self._loaded(values, loads, None, np.arange(len(t.line_way)), t.way_first) > limit
        low, high = np.zeros(len(limit)), most.astype(float)
        # Only the lines of ways that are loaded beyond their limit are looked at again.
        lines = np.flatnonzero(tight[t.line_way])
        if not len(lines):
            return low
        counts = np.bincount(t.line_way[lines], minlength=len(limit))[tight]
        first = np.cumsum(counts) - counts
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            over = np.zeros(len(limit), bool)
            over[tight] = self._loaded(values, loads, middle, lines, first) > limit[tight]
            low, high = np.where(over, middle, low), np.where(over, high, middle)
        return np.where(tight, high, 0.0)

    def _loaded(
        self, values: list[Floats], loads: list[Floats], multiplier: Floats | None, lines: Ints, first: Ints
    ) -> Floats:
        """The load of each way by its lines' best quantities, over some lines that begin anew with each way at `first`."""
        way = self.tables.line_way[lines]
        load = loads[0][lines]
        value = values[0][lines] if multiplier is None else values[0][lines] + multiplier[way] * load
        if len(self._layers) > 1:
            place = np.full(len(self.tables.line_way), -1)
            place[lines] = np.arange(len(lines))
            for layer, inside, other in zip(self._layers[1:], values[1:], loads[1:], strict=True):
                here = place[layer.line]
                some = np.flatnonzero(here >= 0)
                here = here[some]
                second = inside[some]
                if multiplier is not None:
                    second = second + multiplier[way[here]] * other[some]
                better = second < value[here]
                value[here[better]], load[here[better]] = second[better], other[some[better]]
        loaded: Floats = np.add.reduceat(np.where(value < 0, load, 0), first)
        return loaded
