"""The mixed-integer model: which lines in which quantities, over which ways.

One 0/1 column for each quantity of a line, with its exact cents, so that rounding, multiples and tiers need no further rule;
one for each way. Each line is bound to its way by a row of its own, the strong form of facility location.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np
from numpy.typing import ArrayLike

from .columns import Columns
from .goal import Goal
from .outcome import Proposal
from .tables import Flags, Floats, Ints, Tables

#: No shop must be used.
NOBODY = np.zeros(0, np.int64)


class Model:
    """A model in HiGHS's form, and what its columns mean.

    Columns: quantities (0/1), ways (0/1), lots beyond the free ones by way, cents of unlisted surplus by way, pieces
    held by lot. `cheapest`: minimise cents with no more missing than the goal allows; else hold the most pieces.
    `forced`: the shops that must be used.
    """

    def __init__(
        self, tables: Tables, goal: Goal, columns: Columns, *, cheapest: bool = True, forced: Ints = NOBODY
    ) -> None:
        self._forced = forced
        self.tables, self.goal, self.columns = tables, goal, columns
        self._rows: list[tuple[Ints, Ints, Floats]] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []
        self._count = 0
        way = tables.line_way[columns.line]
        self.ways = np.unique(way)
        self._way = np.searchsorted(self.ways, way)
        self._lines, self._line = np.unique(columns.line, return_inverse=True)
        quantities, ways, lots = len(columns), len(self.ways), len(goal.need)
        self._first_way = quantities
        self._first_beyond = quantities + ways
        self._first_slack = self._first_beyond + ways
        self._first_held = self._first_slack + ways
        self._demand()
        self._ways_open()
        self._ways_demand()
        self._lot_fees()
        self._limits(cheapest)
        t = tables
        slack = columns.slack[self.ways]
        may_miss = goal.missing > 0 or not cheapest
        upper = [
            np.ones(quantities + ways),
            np.full(ways, np.inf),
            np.where(slack, np.inf, 0.0),
            goal.need.astype(float),
        ]
        self.upper = np.concatenate(upper)
        self.lower = np.concatenate([np.zeros(self._first_held), goal.need * float(not may_miss)])
        cents = [columns.cents, t.way_price[self.ways], t.way_fee[self.ways], np.ones(ways), np.zeros(lots)]
        self.cost = np.concatenate(cents)
        if not cheapest:
            self.cost = np.concatenate([np.zeros(self._first_held), -np.ones(lots)])

    def _add(self, entries: Sequence[tuple[Any, Any, Any]], low: ArrayLike, high: ArrayLike) -> None:
        """Add rows: entries are (row from 0, column, value)."""
        low, high = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
        for row, column, value in entries:
            rows, columns, values = np.broadcast_arrays(
                np.asarray(row) + self._count, np.asarray(column), np.asarray(value, float)
            )
            self._rows.append((rows, columns, values))
        self._low.append(low)
        self._high.append(high)
        self._count += len(low)

    def _demand(self) -> None:
        t, need = self.tables, self.goal.need
        lot = t.lot[t.line_offer[self.columns.line]]
        gain = np.minimum(self.columns.quantity, need[lot]) / np.maximum(need[lot], 1)
        everyone = np.arange(len(need))
        held = (everyone, self._first_held + everyone, -1 / np.maximum(need, 1))
        self._add([(lot, np.arange(len(lot)), gain), held], np.zeros(len(need)), np.inf)

    def _ways_open(self) -> None:
        t, lines = self.tables, np.arange(len(self._lines))
        way = self._first_way + np.searchsorted(self.ways, t.line_way[self._lines])
        self._add([(self._line, np.arange(len(self._line)), 1), (lines, way, -1)], np.full(len(lines), -np.inf), 0)
        shops, shop = np.unique(t.way_shop[self.ways], return_inverse=True)
        if len(shop):
            one = self._first_way + np.arange(len(shop))
            self._add([(shop, one, 1)], np.where(np.isin(shops, self._forced), 1.0, -np.inf), 1)

    def _ways_demand(self) -> None:
        t, columns = self.tables, self.columns
        weight = columns.quantity * t.weight[t.line_offer[columns.line]]
        most, least = t.way_most[self.ways], t.way_least[self.ways]
        heaviest = np.bincount(self._way, weight, len(self.ways))
        self._of_ways(heaviest > most, weight / most[self._way], -1, -np.inf, 0)
        self._of_ways(
            least > 0, columns.cents / np.maximum(least, 1)[self._way], -1, 0, np.inf, 1 / np.maximum(least, 1)
        )
        # Heavier than the bands before, where those cost more: one unit of weight more at least.
        above = np.array([float(t.ways[way].above) for way in self.ways])
        self._of_ways(
            (above >= 0) & ~columns.slack[self.ways], weight / np.maximum(above + 1, 1)[self._way], -1, 0, np.inf
        )

    def _of_ways(
        self, chosen: Flags, load: Floats, per_way: float, low: float, high: float, slack: Floats | None = None
    ) -> None:
        """A row for each of the chosen ways: its lines' load, and so much where it is open."""
        some = np.flatnonzero(chosen)
        if not len(some):
            return
        row = np.full(len(self.ways), -1)
        row[some] = np.arange(len(some))
        inside = np.flatnonzero(row[self._way] >= 0)
        entries = [(row[self._way[inside]], inside, load[inside]), (row[some], self._first_way + some, per_way)]
        if slack is not None:
            entries.append((row[some], self._first_slack + some, slack[some]))
        self._add(entries, np.full(len(some), low), high)

    def _lot_fees(self) -> None:
        t = self.tables
        lines = np.bincount(np.searchsorted(self.ways, t.line_way[self._lines]), minlength=len(self.ways))
        some = np.flatnonzero((t.way_fee[self.ways] > 0) & (lines > t.way_free[self.ways]))
        if not len(some):
            return
        row = np.full(len(self.ways), -1)
        row[some] = np.arange(len(some))
        inside = np.flatnonzero(row[self._way] >= 0)
        entries = [
            (row[self._way[inside]], inside, 1),
            (row[some], self._first_way + some, -t.way_free[self.ways[some]]),
            (row[some], self._first_beyond + some, -1),
        ]
        self._add(entries, np.full(len(some), -np.inf), 0)

    def _limits(self, cheapest: bool) -> None:
        goal = self.goal
        if goal.parcels is not None:
            self._add([(0, self._first_way + np.arange(len(self.ways)), 1)], [-np.inf], goal.parcels)
        if cheapest and goal.missing and goal.pieces:
            # In held pieces, not in missing ones: of very many that are wanted those missing would drown the rest.
            everyone = self._first_held + np.arange(len(goal.need))
            self._add([(0, everyone, 1 / goal.pieces)], [1.0], np.inf)

    def lp(self) -> highspy.HighsLp:
        """As HiGHS reads it."""
        parts = list(zip(*self._rows, strict=True))
        rows, columns, values = (np.concatenate(part) for part in parts)
        order = np.lexsort((columns, rows))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), self._count
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self.cost, self.lower, self.upper
        lp.row_lower_, lp.row_upper_ = np.concatenate(self._low), np.concatenate(self._high)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.searchsorted(rows[order], np.arange(self._count + 1)).astype(np.int32)
        lp.a_matrix_.index_ = columns[order].astype(np.int32)
        lp.a_matrix_.value_ = values[order]
        whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        quantities, others = len(self.columns), len(self.cost) - self._first_beyond
        lp.integrality_ = [whole] * (quantities + len(self.ways)) + [real] * others
        return lp

    def proposal(self, values: Floats) -> Proposal:
        """What a solution of the solver means, with whole numbers."""
        t = self.tables
        quantities: dict[int, dict[int, int]] = {}
        least: dict[int, int] = {}
        for column in np.flatnonzero(values[: len(self.columns)] > 0.5).tolist():
            line = int(self.columns.line[column])
            offer = int(t.line_offer[line])
            shop = int(t.shop[offer])
            quantities.setdefault(shop, {})[offer - int(t.first[shop])] = int(self.columns.quantity[column])
            least[shop] = t.ways[int(t.line_way[line])].least
        return Proposal(quantities, least)
