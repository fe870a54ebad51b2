"""What a model for the solver is made of: the quantities and ways that a plan cheaper than the best one known may use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .choices import Choices
from .dual import Dual
from .tables import Flags, Floats, Ints

#: So many quantities beyond what is wanted are looked at for a line whose shop wants parts of some value.
SURPLUS = 300


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


def surviving(dual: Dual, choices: Choices, above: float, lines: Flags | None = None) -> tuple[float, Columns]:
    """The exact bound of the multipliers, and what may be part of a plan that costs less than `above`.

    What is left out would, once used, cost `above` or more: its bound is the sum of the others' best and its own value.
    `lines`: only these (and no claim of completeness is then meant).
    """
    t, goal = dual.tables, dual.goal
    counts = choices.counts[t.line_offer]
    line = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    choice = choices.first[t.line_offer[line]] + np.arange(len(line)) - first[line]
    value = dual.value(line, choices.quantity[choice], choices.cents[choice])
    value[choices.weight[choice] > t.way_most[t.line_way[line]]] = np.inf
    best = np.minimum(0, np.minimum.reduceat(value, first))
    ways = dual.fixed() + np.add.reduceat(best, t.way_first)
    shops = np.minimum(0, np.minimum.reduceat(ways, t.shop_first_way))
    used = goal.best(shops)
    bound = goal.worth(dual.worth) + float(shops[used].sum())
    # Using a shop that is not among the best ones puts out the worst of those, where only so many may be.
    spared = np.where(used, shops, 0.0)
    if goal.parcels is not None and used.sum() == goal.parcels:
        spared[~used] = shops[used].max()
    rest = bound - np.repeat(spared, np.diff(np.append(t.shop_first_way, len(t.ways))))
    room = above - rest - ways
    kept = value - best[line] < room[t.line_way[line]]
    if lines is not None:
        kept &= lines[line]
    exact = choices.exact[choice]
    complete = bool(exact[kept].all())
    kept &= exact
    more_line, more_quantity, slack = _surplus(dual, room - 0, best, lines)
    line, quantity = (
        np.concatenate([line[kept], more_line]),
        np.concatenate([choices.quantity[choice[kept]], more_quantity]),
    )
    return bound, Columns(line, quantity, t.cents(t.line_offer[line], quantity).astype(float), slack, complete)


def _surplus(dual: Dual, room: Floats, best: Floats, lines: Flags | None) -> tuple[Ints, Ints, Flags]:
    """Quantities beyond what serves the lot, where a way wants parts of some value (or weight); of equal cents the least."""
    t = dual.tables
    way, offer = t.line_way, t.line_offer
    above = np.array([float(one.above) for one in t.ways])
    bulk, cover = t.bulk[offer], t.cover[offer]
    cheapest = np.maximum(1, np.min(t.price, axis=0)[offer]) * bulk
    by_cents = np.where(t.way_least[way] > 0, t.way_least[way] * 100 // cheapest + 1 - cover // bulk, 0)
    heavy = t.weight[offer] * bulk
    by_weight = np.where((above[way] >= 0) & (heavy > 0), above[way] // np.maximum(heavy, 1) + 1 - cover // bulk, 0)
    most = np.clip(np.maximum(by_cents, by_weight), 0, (t.stock[offer] - cover) // bulk).astype(np.int64)
    most[~(room[way] > 0)] = 0
    if lines is not None:
        most[~lines] = 0
    slack = np.zeros(len(t.ways), bool)
    slack[way[most > SURPLUS]] = True
    counts = np.minimum(most, SURPLUS)
    line = np.repeat(np.arange(len(counts)), counts)
    quantity = cover[line] + (np.arange(len(line)) - (np.cumsum(counts) - counts)[line] + 1) * bulk[line]
    cents = t.cents(offer[line], quantity)
    before = t.cents(offer[line], quantity - bulk[line])
    kept = (cents != before) | (above[way[line]] >= 0)
    line, quantity, cents = line[kept], quantity[kept], cents[kept]
    value = dual.value(line, quantity, cents.astype(float))
    kept = (value - best[line] < room[way[line]]) & (quantity * t.weight[offer[line]] <= t.way_most[way[line]])
    return line[kept], quantity[kept], slack
