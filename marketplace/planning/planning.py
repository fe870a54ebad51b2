"""The planner: the most wanted pieces first, then the least cost, with a bound that proves how little is left to save."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np

from .choices import Choices
from .columns import Columns, columns
from .dual import Dual, Multipliers, Raised, State
from .filling import Filling
from .goal import Goal
from .market import Market
from .outcome import Outcome, Plan
from .pricing import Priced, Pricing
from .search import Guess, Search
from .tables import Flags, Tables
from .tree import Tree

#: Steps of the multipliers before anything is parted, and how often they begin anew with long steps.
STEPS, ROUNDS = 100, 2
#: Markets of so few quantities are left to the solver at once.
SMALL = 300
#: The share of the time that looking for more pieces may take, and the lines a model may hold for it, at so many a second.
PIECES, PER_SECOND, LAST = 0.4, 2_000, 20_000
#: Seconds that opening one shop after the other may take, however little time there is: far more than it takes as a rule.
QUICK = 0.7
#: So many seconds after its end a large market is not looked at any more, not even for a bound.
LATE = 0.2
#: So many shops besides those in use are looked at by the search, in large markets.
BESIDES = 60
#: How often the search is shaken before and after the multipliers are known.
SHAKEN = 4
#: What the tree proposes is improved where it costs so much more than the best guess at most.
NEAR = 1.01
#: Parcels of some shops are filled anew where their bound is so much of the cost below it, with quantities that may be in plans this
#: share above that bound, in this share of the time.
WORTH, POLISHED, POLISHING = 0.01, 0.002, 0.3
#: However late it is, the solver may take so many seconds for what is left of a market.
LEAST = 0.2
#: The first model holds quantities that may be in plans so many cents above the bound, or this share of it; each other, so many times more.
CLOSE, CLOSER, WIDER = 3, 0.0008, 4


class Ground:
    """What is prepared once of a market, for all plans that are made for it."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.tables = Tables(market)
        self.filling = Filling(self.tables)

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
        #: Shops that were looked at together, and the least that any guess costs.
        self._tried: set[bytes] = set()
        self._least = math.inf
        #: Seconds that polishing took.
        self._polished = 0.0

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

    @property
    def above(self) -> float:
        """A bound from which on no plan can be better than the best so far: costs are whole."""
        return self._best.cents - 0.99

    def _left(self) -> float:
        return self._end - time.monotonic()

    def _take(self, plan: Plan | None) -> None:
        if plan is not None and plan.better_than(self._best):
            self._best = plan
            self._told(plan)

    def _start(self) -> None:
        """Quickly some plan: however little time there is, this much is done."""
        quick = max(self._end, time.monotonic() + QUICK)
        self._fill(Search(self._tables, self._goal, self._goal.allowed, quick).greedy())
        search = Search(self._tables, self._goal, self._goal.allowed, self._end)
        self._fill(search.better(search.guess(self._opened())))
        if self._goal.parcels is None and self._best.pieces < self._goal.pieces:
            self._take(self._filling.plan(np.flatnonzero(self._goal.allowed).tolist()))

    def _fill(self, guess: Guess) -> None:
        self._take(self._filling.plan(np.flatnonzero(guess.shops).tolist()))

    def _opened(self) -> Flags:
        opened = np.zeros(len(self._tables.market.shops), bool)
        opened[list(self._best.shops)] = True
        return opened

    def _more_pieces(self) -> None:
        """Where the quick start lacks pieces that may be had, look for the most."""
        from .model import Model
        from .solver import solve

        until = self._now + (self._end - self._now) * PIECES
        dual = Dual(self._tables, self._goal)
        start = dual.start()
        # Pieces worth more than any of them costs: those lines come first that serve their lot alone.
        worth = np.full(len(start.worth), 10 * start.worth.max(initial=1))
        priced = self._priced(replace(start, worth=worth))
        limit = priced.limit(int(min(LAST, max(0.0, self._left()) * PER_SECOND)))
        model = Model(self._tables, self._goal, columns(priced, limit), cheapest=False)
        solved = solve(model, until - time.monotonic(), -self._best.pieces)
        if solved.proposal is not None:
            self._take(self._filling.proposed(solved.proposal))

    def _priced(self, multipliers: Multipliers) -> Priced:
        pricing = Pricing(self._tables, self._goal, self._ground.choices)
        return Priced(pricing, multipliers, State.of(self._tables, self._goal))

    def _cheaper(self) -> None:
        """Raise the bound, lower the cost, and meet if there is time."""
        small = int((self._tables.cover // self._tables.bulk).sum()) <= SMALL
        if not small and self._left() < -LATE:
            return
        dual, state = Dual(self._tables, self._goal), State.of(self._tables, self._goal)
        raised = dual.raised(dual.start(), state, self._best.cents, STEPS, self._end)
        priced = self._priced(raised.multipliers)
        self._raise(priced.bound)
        if small:
            self._raise(self.settle(priced))
        elif self._left() > 0:
            self._search_near(priced)
            self._polish(self._opened())
            for _ in range(ROUNDS):
                raised = dual.raised(raised.multipliers, state, self._best.cents, STEPS, self._end)
            self._branch(raised)

    def _branch(self, start: Raised) -> None:
        if self._left() > 0:
            tree = Tree(self._tables, self._goal, self._ground.choices, self, start)
            tree.grow(self._end)
            self._raise(tree.bound)

    def _search_near(self, priced: Priced) -> None:
        """Look for better shops among those in use and those whose parcels are worth most above their cost."""
        shops = priced.shops()
        shops[list(self._best.shops)] = -np.inf
        near = np.zeros(len(shops), bool)
        near[np.argsort(shops)[: BESIDES + len(self._best.shops)]] = True
        self._search = Search(self._tables, self._goal, near & (shops < np.inf), self._end)
        guess = self._search.shaken(self._search.better(self._search.guess(self._opened())), SHAKEN)
        self._least = guess.cost
        self._fill(guess)

    def seen(self, shops: Flags) -> None:
        """See whether a plan with these shops, or some like them, is better than the best."""
        key = shops.tobytes()
        if key in self._tried:
            return
        self._tried.add(key)
        guess = self._search.guess(shops)
        if guess.cost > self._least * NEAR:
            return
        guess = self._search.better(guess)
        if guess.cost < self._least * NEAR and guess.shops.tobytes() not in self._tried:
            self._tried.add(guess.shops.tobytes())
            self._least = min(self._least, guess.cost)
            self._fill(guess)
            self._polish(guess.shops)

    def _polish(self, shops: Flags) -> None:
        """Fill parcels of these shops better, where much is to be gained: so that they keep below a band, or reach an amount."""
        began, t = time.monotonic(), self._tables
        if self._polished > POLISHING * (began - self._began + self._left()) or self._left() <= 0:
            return
        kept = t.keeping(shops[t.shop[t.line_offer]])
        dual, state = Dual(kept, self._goal), State.of(kept, self._goal)
        raised = dual.raised(dual.start(), state, self._best.cents, STEPS, self._end)
        priced = Priced(Pricing(kept, self._goal, self._ground.choices), raised.multipliers, state)
        width = max(CLOSE, priced.bound * POLISHED)
        if math.isfinite(priced.bound) and priced.bound < self._best.cents * (1 - WORTH):
            self._solved(columns(priced, min(self.above, priced.bound + width)), priced, POLISHING * self._left())
        self._polished += time.monotonic() - began

    def settle(self, priced: Priced) -> float:
        """Find the cheapest plan of a market in whole quantities; returns a bound of its cost, infinite where none is better.

        The likeliest quantities first: the plan that is found among them rules most of the others out.
        """
        low = priced.bound
        width = max(CLOSE, low * CLOSER)
        while low < self.above:
            above = min(self.above, priced.bound + width)
            low = max(low, min(above, self._solved(columns(priced, above), priced)))
            if low < above:
                return low
            width *= WIDER
        return math.inf

    def _solved(self, some: Columns, priced: Priced, seconds: float = math.inf) -> float:
        """Solve the model of some quantities; returns a bound of what can be made of them, infinite where that is no better plan."""
        from .model import Model
        from .solver import solve

        if not len(some) and some.complete:
            return math.inf
        t = priced.pricing.tables
        forced = t.way_shop[t.shop_first_way[priced.state.forced]]
        solved = solve(
            Model(t, self._goal, some, forced=forced), max(LEAST, min(seconds, self._left())), self._best.cents
        )
        if solved.proposal is not None:
            self._take(self._filling.proposed(solved.proposal))
        if not some.complete:
            return priced.bound
        bound = math.inf if solved.bound is None else solved.bound
        return math.inf if bound >= self.above else bound

    def _raise(self, bound: float) -> None:
        self._low = self._best.cents if math.isinf(bound) else max(self._low, math.ceil(bound))
