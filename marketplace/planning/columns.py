"""What a model for the solver is made of: the quantities and ways that a plan cheaper than the best one known may use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .pricing import Priced
from .tables import Flags, Floats, Ints, Tables

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


def columns(priced: Priced, above: float) -> Columns:
    """What may be part of a plan that costs less than `above`."""
    t, choices = priced.pricing.tables, priced.pricing.choices
    lines = np.flatnonzero(priced.useful(above))
    place, choice = choices.of(t.line_offer[lines])
    line = lines[place]
    bound = _bounds(priced, line, priced.pricing.value(priced.multipliers, line, choice))
    kept = np.flatnonzero((bound < above) & (choices.weight[choice] <= t.way_most[t.line_way[line]]))
    exact = choices.exact[choice[kept]]
    line, choice = line[kept[exact]], choice[kept[exact]]
    more_line, more_quantity, slack = _surplus(priced, above)
    line = np.concatenate([line, more_line])
    quantity = np.concatenate([choices.quantity[choice], more_quantity])
    cents = t.cents(t.line_offer[line], quantity).astype(float)
    return Columns(line, quantity, cents, slack, bool(exact.all()))


def _bounds(priced: Priced, line: Ints, value: Floats) -> Floats:
    """The bound of plans that hold a quantity of a line that has this value."""
    bounds: Floats = priced.ways[priced.pricing.tables.line_way[line]] + value - priced.best[line]
    return bounds


def _surplus(priced: Priced, above: float) -> tuple[Ints, Ints, Flags]:
    """Quantities beyond what serves the lot, where a way wants parts of some value (or weight); of equal cents the least."""
    t = priced.pricing.tables
    way, offer = t.line_way, t.line_offer
    below = np.array([float(one.above) for one in t.ways])
    bulk, cover = t.bulk[offer], t.cover[offer]
    most = _most_surplus(t, below)
    most[~(priced.ways[way] < above)] = 0
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
    value = priced.pricing.surplus(priced.multipliers, line, quantity, cents.astype(float))
    kept = _bounds(priced, line, value) < above
    kept &= quantity * t.weight[offer[line]] <= t.way_most[way[line]]
    return line[kept], quantity[kept], slack


def _most_surplus(t: Tables, below: Floats) -> Ints:
    """How many multiples beyond what serves the lot may be of use to a line's way, for its cents or its weight."""
    way, offer = t.line_way, t.line_offer
    bulk, cover = t.bulk[offer], t.cover[offer]
    cheapest = np.maximum(1, np.min(t.price, axis=0)[offer]) * bulk
    by_cents = np.where(t.way_least[way] > 0, t.way_least[way] * 100 // cheapest + 1 - cover // bulk, 0)
    heavy = t.weight[offer] * bulk
    by_weight = np.where((below[way] >= 0) & (heavy > 0), below[way] // np.maximum(heavy, 1) + 1 - cover // bulk, 0)
    most: Ints = np.clip(np.maximum(by_cents, by_weight), 0, (t.stock[offer] - cover) // bulk).astype(np.int64)
    return most
