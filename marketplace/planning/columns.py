"""What a model for the solver is made of: the quantities and ways that a plan cheaper than the best one known may use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .choices import Choices
from .dual import Dual
from .tables import Flags, Floats, Ints

#: Quantities beyond what is wanted are listed up to so many for a line, and so many together.
SURPLUS, SURPLUS_TOGETHER = 300, 20_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Lines (offer in way) with a quantity each. `slack`: ways where more surplus is possible than is listed.

    `complete`: no quantity that may be part of a cheaper plan is left out but those that `slack` stands for.
    """

    line: Ints
    quantity: Ints
    cents: Floats
    slack: Flags
    complete: bool

    def __len__(self) -> int:
        return len(self.line)


class Priced:
    """All lines, each with the bound of plans that use it, under the multipliers of a dual."""

    def __init__(self, dual: Dual, choices: Choices) -> None:
        self._dual, self._choices = dual, choices
        t, goal = dual.tables, dual.goal
        # The least value of a line is at a vertex, whatever the multipliers are.
        line, choice = choices.of(t.line_offer, vertices=True)
        first = np.searchsorted(line, np.arange(len(t.line_offer)))
        value = dual.value(line, choices.quantity[choice], choices.cents[choice])
        # A vertex that is too heavy for its way stands for those below it, if one of them is not.
        least = t.bulk[t.line_offer] * t.weight[t.line_offer]
        value[(least > t.way_most[t.line_way])[line]] = np.inf
        self._best = best = np.minimum(0, np.minimum.reduceat(value, first))
        ways = dual.fixed() + np.add.reduceat(best, t.way_first)
        shops = np.minimum(0, np.minimum.reduceat(ways, t.shop_first_way))
        used = goal.best(shops)
        #: No plan that reaches the goal costs less.
        self.bound = goal.worth(dual.worth) + float(shops[used].sum())
        # What a shop adds to the bound. One that adds nothing puts out the worst of the others where only so many may be.
        added = np.where(used, shops, 0.0)
        if goal.parcels is not None and used.sum() == goal.parcels:
            added[~used] = shops[used].max()
        per_shop = np.diff(np.append(t.shop_first_way, len(t.ways)))
        #: The bound of plans in which a way is open; and of those in which a line is used.
        self._ways = self.bound - np.repeat(added, per_shop) + ways
        # Of all quantities of a line the cheapest is its least or a vertex: between them values are on or above straight lines.
        small = choices.least(t.line_offer)
        lowest = dual.value(np.arange(len(best)), choices.quantity[small], choices.cents[small])
        lowest = np.minimum(lowest, np.minimum.reduceat(value, first))
        lowest[least > t.way_most[t.line_way]] = np.inf
        self._held = self._ways[t.line_way] + lowest - best

    def limit(self, count: int) -> float:
        """A cost below which no more than so many lines can be part of a plan."""
        return float(np.partition(self._held, count)[count]) if len(self._held) > count else float("inf")

    def relaxed(self, above: float) -> Columns:
        """For a model in which mixtures of quantities are allowed: the vertices of all lines that a plan below `above` may hold."""
        t, choices = self._dual.tables, self._choices
        lines = np.flatnonzero(self._held < above)
        place, choice = choices.of(t.line_offer[lines], vertices=True)
        slack = (t.way_least > 0) | np.array([way.above >= 0 for way in t.ways])
        return Columns(lines[place], choices.quantity[choice], choices.cents[choice], slack, True)

    def around(self, lines: Ints, count: int) -> Columns:
        """The vertices of these lines, and so many other quantities in the same ways, those least dear for what they hold."""
        t, choices = self._dual.tables, self._choices
        ways = np.zeros(len(t.ways), bool)
        ways[t.line_way[lines]] = True
        line, choice, over = self._every(np.flatnonzero(ways[t.line_way]))
        usable = choices.exact[choice] & np.isfinite(over)
        certain = np.isin(line, lines) & choices.vertex[choice]
        kept, others = np.flatnonzero(usable & certain), np.flatnonzero(usable & ~certain)
        if len(others) > count:
            others = others[np.argpartition(over[others], count)[:count]]
        kept = np.concatenate([kept, others])
        choice = choice[kept]
        return Columns(line[kept], choices.quantity[choice], choices.cents[choice], t.way_least > 0, False)

    def _every(self, lines: Ints) -> tuple[Ints, Ints, Floats]:
        """All quantities of these lines: line, choice, and how much dearer it is than the line's best for what it holds."""
        t, choices = self._dual.tables, self._choices
        place, choice = choices.of(t.line_offer[lines])
        line = lines[place]
        value = self._dual.value(line, choices.quantity[choice], choices.cents[choice])
        value[choices.weight[choice] > t.way_most[t.line_way[line]]] = np.inf
        return line, choice, value - self._best[line]

    def columns(self, above: float) -> Columns:
        """What may be part of a plan that costs less than `above`."""
        t, choices = self._dual.tables, self._choices
        line, choice, over = self._every(np.flatnonzero(self._held < above))
        kept = np.flatnonzero(self._ways[t.line_way[line]] + over < above)
        exact = choices.exact[choice[kept]]
        line, choice = line[kept[exact]], choice[kept[exact]]
        more_line, more_quantity, slack = self._surplus(above)
        line = np.concatenate([line, more_line])
        quantity = np.concatenate([choices.quantity[choice], more_quantity])
        cents = t.cents(t.line_offer[line], quantity).astype(float)
        return Columns(line, quantity, cents, slack, bool(exact.all()))

    def _surplus(self, above: float) -> tuple[Ints, Ints, Flags]:
        """Quantities beyond what serves the lot, where a way wants parts of some value (or weight); of equal cents the least."""
        t, dual = self._dual.tables, self._dual
        way, offer = t.line_way, t.line_offer
        below = np.array([float(one.above) for one in t.ways])
        bulk, cover = t.bulk[offer], t.cover[offer]
        cheapest = np.maximum(1, np.min(t.price, axis=0)[offer]) * bulk
        by_cents = np.where(t.way_least[way] > 0, t.way_least[way] * 100 // cheapest + 1 - cover // bulk, 0)
        heavy = t.weight[offer] * bulk
        by_weight = np.where((below[way] >= 0) & (heavy > 0), below[way] // np.maximum(heavy, 1) + 1 - cover // bulk, 0)
        most = np.clip(np.maximum(by_cents, by_weight), 0, (t.stock[offer] - cover) // bulk).astype(np.int64)
        most[~(self._ways[way] < above)] = 0
        slack = np.zeros(len(t.ways), bool)
        slack[way[most > SURPLUS]] = True
        if np.minimum(most, SURPLUS).sum() > SURPLUS_TOGETHER:
            slack[way[most > 0]] = True
            most[:] = 0
        counts = np.minimum(most, SURPLUS)
        line = np.repeat(np.arange(len(counts)), counts)
        quantity = cover[line] + (np.arange(len(line)) - (np.cumsum(counts) - counts)[line] + 1) * bulk[line]
        cents = t.cents(offer[line], quantity)
        before = t.cents(offer[line], quantity - bulk[line])
        kept = (cents != before) | (below[way[line]] >= 0)
        line, quantity, cents = line[kept], quantity[kept], cents[kept]
        value = dual.value(line, quantity, cents.astype(float))
        kept = self._ways[way[line]] + value - self._best[line] < above
        kept &= quantity * t.weight[offer[line]] <= t.way_most[way[line]]
        return line[kept], quantity[kept], slack
