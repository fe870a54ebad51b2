"""What multipliers prove: a bound for all plans, and one for the plans that use a way or a line.

Unlike the steps that found the multipliers, this looks at every quantity that can be part of a cheapest plan, so it holds to
the cent, rounded lines and all.
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from .choices import Choices
from .dual import Multipliers, State
from .goal import Goal
from .tables import Flags, Floats, Ints, Tables

#: So much is taken off a bound before it is believed, for what floating point may lose: of it, and in cents.
RELATIVE, ABSOLUTE = 1e-9, 1e-6


class Pricing:
    """The lines of some tables, ready to be priced: their vertices, of which one has the least value whatever the multipliers are."""

    def __init__(self, tables: Tables, goal: Goal, choices: Choices) -> None:
        self.tables, self.goal, self.choices = tables, goal, choices
        t = tables
        self.line, self.choice = choices.of(t.line_offer, vertices=True)
        self.first = np.searchsorted(self.line, np.arange(len(t.line_offer)))
        self.way, self.lot = t.line_way[self.line], t.lot[t.line_offer[self.line]]
        self.cents, self.gain = choices.cents[self.choice], choices.gain[self.choice]
        self.weight = choices.weight[self.choice]
        #: Lines of which the least quantity is too heavy. A vertex that is stands for those below it, if one of them is not.
        self.heavy = t.bulk[t.line_offer] * t.weight[t.line_offer] > t.way_most[t.line_way]

    def value(self, multipliers: Multipliers, line: Ints, choice: Ints) -> Floats:
        """What each quantity of a line costs above the worth of its pieces."""
        t, c = self.tables, self.choices
        lot = t.lot[t.line_offer[line]]
        return self._value(multipliers, t.line_way[line], lot, c.cents[choice], c.weight[choice], c.gain[choice])

    def surplus(self, multipliers: Multipliers, line: Ints, quantity: Ints, cents: Floats) -> Floats:
        """The same of quantities that are not among the choices."""
        t = self.tables
        way, offer = t.line_way[line], t.line_offer[line]
        gain = np.minimum(quantity, self.goal.need[t.lot[offer]])
        return self._value(multipliers, way, t.lot[offer], cents, quantity * t.weight[offer], gain)

    def least(self, multipliers: Multipliers) -> Floats:
        """The least value of each line."""
        m = multipliers
        values = self._value(m, self.way, self.lot, self.cents, self.weight, self.gain)
        least: Floats = np.minimum.reduceat(values, self.first)
        least[self.heavy] = np.inf
        return least

    @staticmethod
    def _value(m: Multipliers, way: Ints, lot: Ints, cents: Floats, weight: Floats, gain: Floats | Ints) -> Floats:
        value: Floats = (1 - m.by_cents)[way] * cents + m.by_weight[way] * weight + m.by_line[way] - m.worth[lot] * gain
        return value


class Priced:
    """All lines under some multipliers, where something is decided: the bound, and that of plans that use a way or a line."""

    def __init__(self, pricing: Pricing, multipliers: Multipliers, state: State) -> None:
        self.pricing, self.multipliers, self.state = pricing, multipliers, state
        t, goal = pricing.tables, pricing.goal
        self.least = pricing.least(multipliers)
        self.best = np.minimum(0, self.least)
        ways = multipliers.fixed(t) + np.add.reduceat(self.best, t.way_first)
        ways = np.where(state.ways, ways, np.inf)
        shops = np.minimum.reduceat(ways, t.shop_first_way)
        self._used = used = goal.best(shops, state.forced)
        #: No plan that reaches the goal costs less.
        self.bound = _sure(goal.worth(multipliers.worth) + float(shops[used].sum()))
        self._shops = shops
        if math.isfinite(self.bound):
            self.ways = self._with(ways, shops)
            self._without = np.where(state.forced, np.inf, self._less(shops))
        else:
            self.ways, self._without = np.full(len(ways), np.inf), np.full(len(shops), np.inf)

    def _full(self) -> bool:
        parcels = self.pricing.goal.parcels
        return parcels is not None and int(self._used.sum()) >= parcels

    def _with(self, ways: Floats, shops: Floats) -> Floats:
        """The bound of plans in which a way is open."""
        added = np.where(self._used, shops, 0.0)
        if self._full():
            # One that adds nothing to the bound puts out the worst of the others where only so many may be.
            others = shops[self._used & ~self.state.forced]
            added[~self._used] = others.max(initial=-np.inf)
        bounds: Floats = self.bound - np.repeat(added, self.pricing.tables.ways_of_shop) + ways
        return bounds

    def _less(self, shops: Floats) -> Floats:
        """The bound of plans without a shop; where only so many may be, another may take its place."""
        next_one = min(0.0, float(shops[~self._used].min(initial=0.0))) if self._full() else 0.0
        bounds: Floats = self.bound - np.where(self._used, shops - next_one, 0.0)
        return bounds

    @cached_property
    def lines(self) -> Floats:
        """The bound of plans in which a line is used."""
        p = self.pricing
        t, choices = p.tables, p.choices
        # Of all quantities of a line the cheapest is its least or a vertex: between them values are on or above straight lines.
        every = np.arange(len(self.best))
        lowest = np.minimum(p.value(self.multipliers, every, choices.least(t.line_offer)), self.least)
        lowest[p.heavy] = np.inf
        return self.ways[t.line_way] + lowest - self.best

    def shops(self) -> Floats:
        """By shop of the market, what its best parcel costs above the worth of its pieces; infinite where it sends none."""
        t = self.pricing.tables
        shops = np.full(len(t.market.shops), np.inf)
        shops[t.way_shop[t.shop_first_way]] = self._shops
        return shops

    def decided(self, above: float) -> State:
        """What must be in all plans that cost less than `above`, besides what was decided before."""
        return State(self.state.ways & (self.ways < above), self.state.forced | (self._without >= above))

    def limit(self, count: int) -> float:
        """A cost below which no more than so many lines can be part of a plan."""
        return float(np.partition(self.lines, count)[count]) if len(self.lines) > count else float("inf")

    def useful(self, above: float) -> Flags:
        """Which lines may be part of a plan that costs less than `above`."""
        return self.lines < above


def _sure(bound: float) -> float:
    return bound - abs(bound) * RELATIVE - ABSOLUTE
