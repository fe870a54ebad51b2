"""The planner: the most wanted pieces first, then the least cost, with a bound that proves how little is left to save."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import cached_property

import numpy as np

from .choices import Choices
from .columns import Priced
from .dual import Dual
from .filling import Filling
from .goal import Goal
from .market import Market
from .outcome import Outcome, Plan
from .search import Search
from .tables import Flags, Tables

#: Steps of the multipliers before and after the search for shops.
STEPS = 120
#: The first model holds so many lines, each further one so many times more, the last one this.
FIRST, MORE, LAST = 500, 4, 50_000
#: The first model of mixtures; markets of so few quantities do without it.
FIRST_RELAXED, SMALL = 500, 300
#: Whole quantities are chosen among so many besides those mixed, and as near to the best as this.
WHOLE, CLOSE = 1_500, 0.0005
#: The share of the time that looking for more pieces may take.
PIECES = 0.4
#: No model holds more lines than can be looked at, at so many a second, before time is up.
PER_SECOND = 15_000
#: So many seconds the quick start may take, whatever time there is.
AT_LEAST = 0.1
#: So many shops besides those in use are looked at by the search, in large markets.
BESIDES = 60


class Ground:
    """What is prepared once of a market, for all plans that are made for it."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.tables = Tables(market)
        self.filling = Filling(market)

    @cached_property
    def choices(self) -> Choices:
        """All quantities that can be of use."""
        return Choices(self.tables)

    def goal(self, parcels: int | None = None, allowed: Flags | None = None) -> Goal:
        """All pieces, from so many shops at most, from those that are allowed."""
        return Goal.of(self.tables, parcels, allowed)


def plan(
    market: Market,
    seconds: float = 5.0,
    parcels: int | None = None,
    told: Callable[[Plan], None] = lambda plan: None,
) -> Outcome:
    """The best plan found within so many seconds, of at most so many parcels. `told` hears of each better one on the way."""
    began = time.monotonic()
    ground = Ground(market)
    return planned(ground, ground.goal(parcels), began, began + seconds, told)


def planned(
    ground: Ground, goal: Goal, began: float, until: float, told: Callable[[Plan], None] = lambda plan: None
) -> Outcome:
    """The best plan for a goal, found until then; it counts from when it began (`time.monotonic`)."""
    return _Planning(ground, goal, began, until, told).outcome()


class _Planning:
    """One search: the best plan so far, and the least that any plan of as many pieces can cost."""

    def __init__(self, ground: Ground, goal: Goal, began: float, until: float, told: Callable[[Plan], None]) -> None:
        self._ground, self._goal, self._told = ground, goal, told
        self._tables, self._filling = ground.tables, ground.filling
        self._began, self._now, self._end = began, time.monotonic(), until
        self._best = self._filling.plan([])
        self._low = 0

    def outcome(self) -> Outcome:
        """Search, and say what came out."""
        if self._goal.pieces:
            self._start()
        if self._best.pieces < self._goal.pieces and self._left() > 0:
            self._more_pieces()
        self._goal = self._goal.reached_by(self._best.pieces)
        if self._best.pieces:
            self._cheaper()
        return Outcome(self._best, min(self._low, self._best.cents), time.monotonic() - self._began)

    def _until(self, share: float = 1.0) -> float:
        """The time when so much of what there was at first has passed."""
        return self._now + (self._end - self._now) * share

    def _left(self) -> float:
        return self._end - time.monotonic()

    def _most(self) -> int:
        """How many lines a model may hold that can be made and solved in the time left."""
        return int(min(LAST, max(0.0, self._left()) * PER_SECOND))

    def _take(self, plan: Plan | None) -> None:
        if plan is not None and plan.better_than(self._best):
            self._best = plan
            self._told(plan)

    def _start(self) -> None:
        """Quickly some plan: however little time there is, this much is done."""
        self._search(self._goal.allowed, max(self._until(0.15), time.monotonic() + AT_LEAST), greedy=True)
        if self._goal.parcels is None and self._best.pieces < self._goal.pieces:
            self._take(self._filling.plan(np.flatnonzero(self._goal.allowed).tolist()))

    def _search(self, shops: Flags, until: float, *, greedy: bool) -> None:
        """Look for better shops among these."""
        search = Search(self._tables, self._goal, shops, until)
        opened = np.zeros(len(shops), bool)
        opened[list(self._best.shops)] = True
        guess = search.greedy() if greedy else search.better(search.guess(opened))
        self._take(self._filling.plan(np.flatnonzero(guess.shops).tolist()))

    def _more_pieces(self) -> None:
        """Where the quick start lacks pieces that may be had, look for the most."""
        from .model import Model
        from .solver import solve

        dual = Dual(self._tables, self._goal)
        # Pieces worth more than any of them costs: those lines come first that serve their lot alone.
        dual.worth[:] = 10 * dual.worth.max(initial=1)
        priced = Priced(dual, self._ground.choices)
        columns = priced.columns(priced.limit(self._most() // 2))
        if self._until(PIECES) < time.monotonic():
            return
        solved = solve(
            Model(self._tables, self._goal, columns, cheapest=False),
            self._until(PIECES) - time.monotonic(),
            -self._best.pieces,
        )
        if solved.proposal is not None:
            self._take(self._filling.proposed(solved.proposal))

    def _cheaper(self) -> None:
        """Raise the bound, lower the cost, and meet if there is time."""
        dual = Dual(self._tables, self._goal)
        left = self._left()
        dual.improve(self._best.cents, STEPS, self._end - left * 0.8)
        self._search(self._near(dual), self._end - left * 0.7, greedy=False)
        dual.improve(self._best.cents, STEPS, self._end - left * 0.6)
        priced = Priced(dual, self._ground.choices)
        self._raise(priced.bound - 1e-6 - abs(priced.bound) * 1e-9)
        if len(self._ground.choices.offer) <= SMALL or self._grow(priced, self._relaxed, FIRST_RELAXED):
            self._grow(priced, self._solve, FIRST)

    def _grow(self, priced: Priced, solve: Callable[[Priced, int], bool], count: int) -> bool:
        """Solve models of more and more quantities until all that matter were looked at; False where there was no time."""
        while self._low < self._best.cents and self._left() > 0:
            limit = priced.limit(count)
            if not solve(priced, count):
                return False
            if limit >= self._best.cents:
                return True
            if count >= self._most():
                return False
            count = min(count * MORE, self._most())
        return True

    def _relaxed(self, priced: Priced, count: int) -> bool:
        """Solve the model in which quantities may be mixed; then find whole quantities for the shops that it chose."""
        from .model import Model
        from .solver import solve

        limit = min(float(self._best.cents), priced.limit(count))
        columns = priced.relaxed(limit)
        if not len(columns):
            self._raise(limit)
            return True
        before = self._best.cents
        solved = solve(Model(self._tables, self._goal, columns, relaxed=True), self._left() * 0.7, before)
        self._raise(min(limit, before if solved.bound is None else solved.bound))
        if solved.proposal is not None and self._left() > 0:
            exact = Model(self._tables, self._goal, priced.around(solved.lines, WHOLE))
            found = solve(exact, self._left() * 0.5, before, CLOSE)
            if found.proposal is not None:
                self._take(self._filling.proposed(found.proposal))
        return solved.ended

    def _solve(self, priced: Priced, count: int) -> bool:
        """Solve the model of the likeliest quantities. What it leaves out costs its limit or more."""
        from .model import Model
        from .solver import solve

        limit = min(float(self._best.cents), priced.limit(count))
        columns = priced.columns(limit)
        if not len(columns):
            self._raise(limit)
            return True
        model = Model(self._tables, self._goal, columns)
        before = self._best.cents
        solved = solve(model, self._left(), before)
        if solved.proposal is not None:
            self._take(self._filling.proposed(solved.proposal))
        if columns.complete:
            self._raise(min(limit, before if solved.bound is None else solved.bound))
        return solved.ended

    def _raise(self, bound: float) -> None:
        self._low = max(self._low, math.ceil(bound - 1e-6))

    def _near(self, dual: Dual) -> Flags:
        """The shops in use and those whose parcels are worth most above their cost."""
        shops = dual.shops()
        shops[list(self._best.shops)] = -np.inf
        near = np.zeros(len(shops), bool)
        near[np.argsort(shops)[: BESIDES + len(self._best.shops)]] = True
        near &= shops < np.inf
        return near
