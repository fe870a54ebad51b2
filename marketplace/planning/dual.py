"""Multipliers for a lower bound of what any plan costs, by Lagrangian relaxation.

Each wanted piece of a lot is given a worth (the multiplier of the demand for it). Then shops no longer depend on each other: a
shop's best parcel is that whose pieces are worth most above what they cost, or none. The sum over shops, added to the
worth of all that is wanted, is never more than the cheapest plan costs (Cornuejols, Fisher and Nemhauser 1977 for facility
location; Held, Wolfe and Crowder 1974 for the steps, Camerini, Fratta and Maffioli 1975 for their direction). Inside a way
three more multipliers relax what it demands: a price of weight, a credit for cents where it needs parts of some value, and a
price of each lot where lots cost a fee.

Here lines are known by their points only, which is quick; `pricing` says what the multipliers prove.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from .goal import Goal
from .tables import Flags, Floats, Ints, Tables

#: Every so many steps the multipliers inside the ways are set anew, each to what is best for its way.
TUNED_EVERY = 20
HALVINGS = 12
#: So much of a step's direction is kept in the next one.
KEPT = 0.6
#: After so many steps that raise the bound by less than this share of what is missing, steps are shortened by so much.
PATIENCE, RISE, SHORTER = 8, 0.02, 0.6
#: How much of what was used before counts in the average of what is used, from step to step.
MEMORY = 0.85


@dataclass(frozen=True, slots=True)
class Multipliers:
    """`worth`: of a piece of each lot. By way: of a unit of weight, of a cent of parts, of a line."""

    worth: Floats
    by_weight: Floats
    by_cents: Floats
    by_line: Floats

    def keeping(self, ways: Ints) -> Multipliers:
        """Those of these ways only."""
        return replace(self, by_weight=self.by_weight[ways], by_cents=self.by_cents[ways], by_line=self.by_line[ways])

    def fixed(self, tables: Tables) -> Floats:
        """What each way costs before any of its lines."""
        t = tables
        return t.way_price + self.by_cents * t.way_least - self.by_weight * t.way_most - self.by_line * t.way_free


@dataclass(frozen=True, slots=True)
class State:
    """What is decided: the ways that may be used, and which shops (by their place among those with ways) must be."""

    ways: Flags
    forced: Flags

    @classmethod
    def of(cls, tables: Tables, goal: Goal) -> State:
        """All ways of shops that are allowed; none must be used."""
        return cls(goal.allowed[tables.way_shop], np.zeros(len(tables.shop_first_way), bool))

    def options(self, tables: Tables) -> int:
        """How many decisions are left: 0 where each shop's way, or that it has none, is known."""
        ways = np.add.reduceat(self.ways.astype(np.int64), tables.shop_first_way)
        return int(np.maximum(0, ways - self.forced).sum())


@dataclass(frozen=True, slots=True)
class Raised:
    """What some steps led to: the best multipliers, how often of late each way was used, and the shops used with the best."""

    multipliers: Multipliers
    share: Floats
    shops: Flags


class _Layer:
    """One quantity of each of some lines: which lines, and the pieces, cents and weight of it."""

    def __init__(self, line: Ints, gain: Floats, cents: Floats, weight: Floats) -> None:
        self.line, self.gain, self.cents, self.weight = line, gain, cents, weight
        #: What it costs under the multipliers inside the ways, before the worth of its pieces.
        self.base = cents


class Dual:
    """Raises multipliers for a market and a goal."""

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
        for rank in range(int(points_of[t.line_offer].max(initial=0))):
            line = np.flatnonzero(points_of[t.line_offer] > rank)
            point = first[t.line_offer[line]] + rank
            self._layers.append(_Layer(line, gain[point], cents[point], weight[point]))
        self._unit = np.full(len(t.need), np.inf)
        np.minimum.at(self._unit, t.lot[t.point_offer], cents / np.maximum(gain, 1))
        self._inner = np.zeros((3, len(t.ways)))
        self._shop = np.repeat(np.arange(len(t.shop_first_way)), t.ways_of_shop)
        self._counts = np.diff(np.append(t.way_first, len(t.line_way)))
        self._room, self._value = np.zeros((2, len(t.line_way)))

    def start(self) -> Multipliers:
        """Each piece is worth a little more than the cheapest one costs."""
        worth = np.where(np.isfinite(self._unit), self._unit * 1.2, 0)
        return Multipliers(worth, *(np.zeros(len(self.tables.ways)) for _ in range(3)))

    def raised(
        self, start: Multipliers, state: State, target: float, steps: int, until: float, length: float = 1.0
    ) -> Raised:
        """Move the multipliers where the bound is higher, until it reaches `target`: what some plan costs.

        Steps are long in proportion to what is missing to it, `length` at first. It takes one at least, however late
        it is, and none after `until` (`time.monotonic`).
        """
        need = np.maximum(1, self.goal.need)
        self._set(start)
        shut = np.where(state.ways, 0.0, np.inf)
        worth, fixed = start.worth, start.fixed(self.tables) + shut
        best, kept, shops = -np.inf, start, state.forced
        share, direction = np.zeros(len(state.ways)), np.zeros(len(need))
        stalled = 0
        for step in range(steps):
            if step % TUNED_EVERY == TUNED_EVERY // 2:
                fixed = self._tune(worth).fixed(self.tables) + shut
            bound, served, used, opened = self._evaluate(worth, fixed, state)
            share = opened.astype(float) if step == 0 else MEMORY * share + (1 - MEMORY) * opened
            stalled = 0 if bound > best + RISE * (target - best) else stalled + 1
            if bound > best:
                best, kept, shops = bound, Multipliers(worth, *self._inner), used
            if best >= target or time.monotonic() > until:
                break
            if stalled >= PATIENCE:
                length, stalled = length * SHORTER, 0
            direction = self.goal.need - self.goal.left_out(worth) - served + KEPT * direction
            square = float((direction * direction / need**2).sum())
            if square < 1e-9:
                break
            worth = np.maximum(0, worth + length * (target - bound) / square * direction / need**2)
        return Raised(kept, share, shops)

    def _evaluate(self, worth: Floats, fixed: Floats, state: State) -> tuple[float, Floats, Flags, Flags]:
        """The bound, how many pieces of each lot the best parcels hold, the shops used, and the ways."""
        t = self.tables
        value, gain = self._best(worth)
        ways = fixed + np.add.reduceat(np.minimum(value, 0, out=self._room), t.way_first)
        shops = np.minimum.reduceat(ways, t.shop_first_way)
        used = self.goal.best(shops, state.forced)
        bound = self.goal.worth(worth) + float(shops[used].sum())
        opened: Flags = ways == np.where(used, shops, np.nan)[self._shop]
        lines = self._lines(np.flatnonzero(opened))
        served = lines[value[lines] < 0]
        return bound, np.bincount(self._lot[served], gain[served], len(t.need)).astype(float), used, opened

    def _lines(self, ways: Ints) -> Ints:
        """The lines of some ways: few, so this is quicker than to look at all."""
        counts = self._counts[ways]
        lines: Ints = np.repeat(self.tables.way_first[ways] - np.cumsum(counts) + counts, counts)
        lines += np.arange(len(lines))
        return lines

    def _best(self, worth: Floats) -> tuple[Floats, Floats]:
        """Of each line the value of its best quantity, and that quantity's pieces."""
        first = self._layers[0]
        gain = first.gain
        # Into room that is kept: to be given new room each time takes longer than to count. The check of places is needless.
        of_line = np.take(worth, self._lot, out=self._room, mode="clip")
        value = np.multiply(of_line, gain, out=self._value)
        np.subtract(first.base, value, out=value)
        if len(self._layers) > 1:
            gain = gain.copy()
        for layer in self._layers[1:]:
            other = layer.base - of_line[layer.line] * layer.gain
            better = np.flatnonzero(other < value[layer.line])
            value[layer.line[better]] = other[better]
            gain[layer.line[better]] = layer.gain[better]
        return value, gain

    def _set(self, multipliers: Multipliers) -> None:
        self._inner = np.stack([multipliers.by_weight, multipliers.by_cents, multipliers.by_line])
        for layer in self._layers:
            layer.base = self._base(layer)

    def _tune(self, worth: Floats) -> Multipliers:
        """Set the multipliers inside ways, one kind after the other, by halving: the bound is concave in each."""
        t = self.tables
        # A new array: those before are kept by whoever was given them.
        self._inner = inner = self._inner.copy()
        inner[0] = 0
        profit = np.add.reduceat(np.maximum(0, -self._inside(self._layers[0], worth)), t.way_first)
        weights = [layer.weight for layer in self._layers]
        inner[0] = self._halved(worth, weights, profit / np.maximum(t.way_most, 1), t.way_most)
        if t.way_least.any():
            inner[1] = 0
            needed = np.where(t.way_least > 0, -t.way_least, np.inf)
            inner[1] = self._halved(worth, [-layer.cents for layer in self._layers], np.ones(len(t.ways)), needed)
        if t.way_fee.any():
            inner[2] = 0
            inner[2] = self._halved(worth, [np.ones(len(layer.line)) for layer in self._layers], t.way_fee, t.way_free)
        for layer in self._layers:
            layer.base = self._base(layer)
        return Multipliers(worth, *inner)

    def _base(self, layer: _Layer) -> Floats:
        way = self.tables.line_way[layer.line]
        by_weight, by_cents, by_line = self._inner
        base: Floats = layer.cents.copy()
        # Most markets lack one or the other rule.
        if by_cents.any():
            base -= by_cents[way] * layer.cents
        if by_weight.any():
            base += by_weight[way] * layer.weight
        if by_line.any():
            base += by_line[way]
        return base

    def _inside(self, layer: _Layer, worth: Floats) -> Floats:
        value: Floats = self._base(layer) - worth[self._lot[layer.line]] * layer.gain
        return value

    def _halved(self, worth: Floats, loads: list[Floats], most: Floats, limit: Floats) -> Floats:
        """Per way the least multiplier of `loads`, from 0 to `most`, with which its best quantities load it to `limit` or less."""
        t = self.tables
        values = [self._inside(layer, worth) for layer in self._layers]
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
