"""The planner's problem as a textbook writes it, for plain HiGHS: the peer of `bench.planning`.

A whole number of multiples for each offer and tier, a 0/1 for each tier used, for each shop, for each of its bands and for
free shipping; costs in cents without rounding. Nothing is strengthened, started or left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np

from marketplace.planning.market import Market, Shop


@dataclass
class _Rows:
    """Columns and rows as they come up."""

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def column(self, cost: float, upper: float, *, whole: bool = True) -> int:
        """A new column's number."""
        self.cost.append(cost)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, low: float, high: float, entries: list[tuple[int, float]]) -> None:
        """A new row."""
        self.low.append(low)
        self.high.append(high)
        self.start.append(len(self.index))
        for column, value in entries:
            self.index.append(column)
            self.value.append(value)


def textbook(market: Market) -> highspy.HighsLp:
    """The least cost of all pieces that stock holds."""
    rows = _Rows()
    supply: list[list[tuple[int, float]]] = [[] for _lot in market.wanted]
    held = [0] * len(market.wanted)
    for shop in market.shops:
        _shop(rows, shop, supply)
        for offer in shop.offers:
            held[offer.lot] += offer.quantity
    for lot, entries in enumerate(supply):
        rows.row(min(market.wanted[lot].quantity, held[lot]), highspy.kHighsInf, entries)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(rows.cost), len(rows.low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.array(rows.cost), np.zeros(len(rows.cost)), np.array(rows.upper)
    lp.row_lower_, lp.row_upper_ = np.array(rows.low), np.array(rows.high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array([*rows.start, len(rows.index)], np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = np.array(rows.index, np.int32), np.array(rows.value)
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in rows.whole]
    return lp


def _shop(rows: _Rows, shop: Shop, supply: list[list[tuple[int, float]]]) -> None:
    infinite = highspy.kHighsInf
    opened = rows.column(0, 1)
    parts: list[tuple[int, float]] = []
    weight: list[tuple[int, float]] = []
    lines: list[tuple[int, float]] = []
    for offer in shop.offers:
        tiers = [(0, offer.price), *offer.tiers]
        ends = [start - 1 for start, _price in tiers[1:]] + [offer.quantity]
        for (start, price), end in zip(tiers, ends, strict=True):
            count = rows.column(offer.bulk * price / 100, offer.quantity // offer.bulk)
            used = rows.column(0, 1)
            rows.row(-infinite, 0, [(count, offer.bulk), (used, -end)])
            rows.row(0, infinite, [(count, offer.bulk), (used, -max(1, start))])
            supply[offer.lot].append((count, offer.bulk))
            parts.append((count, offer.bulk * price / 100))
            weight.append((count, offer.bulk * offer.weight / 1e6))
            lines.append((used, 1))
        one = lines[-len(tiers) :]
        rows.row(-infinite, 0, [*one, (opened, -1)])
    ways = [(rows.column(band.price, 1), band.most / 1e6, shop.minimum) for band in shop.bands]
    if shop.free_from is not None and shop.bands:
        ways.append((rows.column(0, 1), shop.bands[-1].most / 1e6, max(shop.minimum, shop.free_from)))
    rows.row(0, 0, [(opened, -1), *((way, 1) for way, _most, _least in ways)])
    rows.row(-infinite, 0, [*weight, *((way, -most) for way, most, _least in ways)])
    rows.row(0, infinite, [*parts, *((way, -least) for way, _most, least in ways)])
    if shop.lot_fee:
        beyond = rows.column(shop.lot_fee, infinite, whole=False)
        rows.row(-infinite, 0, [*lines, (opened, -shop.free_lots), (beyond, -1)])
