"""Branch and bound over the ways that parcels may go: the bound rises until it meets the best plan, or time is up.

A node says which ways of each shop may still be used. Its multipliers start from those of the node above, so a few steps are
enough, and a node takes about a millisecond where a linear program would take a hundred. Where the ways are decided, or nearly,
whole quantities are found by the solver.
"""

from __future__ import annotations

import heapq
import math
import time
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from .choices import Choices
from .dual import Dual, Multipliers, Raised, State
from .goal import Goal
from .pricing import Priced, Pricing
from .tables import Flags, Floats, Ints, Tables

#: Steps of the multipliers in a node, and how long the first one is.
STEPS, LENGTH = 30, 0.6
#: The steps aim a little beyond the best plan's cost, in shares of it: to reach it is not enough.
BEYOND = 0.01
#: So many decisions or fewer are left to the solver.
FEW = 2
#: A node is judged again, so often at most, where what follows from its bound leaves no more than this share of decisions.
AGAIN, NARROWED = 3, 0.8
#: Every so many nodes, ways that no open node may use are forgotten, if they are so large a share of all.
SHRUNK_EVERY, SHRUNK_FROM = 64, 0.25
#: Bytes that open nodes may take; beyond, the latest are parted first.
MOST_BYTES = 256 * 2**20


class Planner(Protocol):
    """Who grows a tree."""

    @property
    def above(self) -> float:
        """A bound from which on no plan can be better than the best so far."""

    def seen(self, shops: Flags) -> None:
        """Hear of shops that may be worth a try."""

    def settle(self, priced: Priced) -> float:
        """Find the cheapest plan of a market in which ways are decided; returns a bound of its cost."""


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """`bound` of all plans in it. `share`: how often of late each way was used, which tells where to part it."""

    bound: float
    number: int
    state: State
    multipliers: Multipliers
    share: Floats

    def keeping(self, ways: Ints, shops: Ints) -> Node:
        """The same where only these ways, and these shops, are left."""
        state = State(self.state.ways[ways], self.state.forced[shops])
        return replace(self, state=state, multipliers=self.multipliers.keeping(ways), share=self.share[ways])


class Tree:
    """All open nodes, and what they prove together."""

    def __init__(self, tables: Tables, goal: Goal, choices: Choices, planner: Planner, start: Raised) -> None:
        self._goal, self._choices, self._planner = goal, choices, planner
        self._open: list[Node] = []
        self._count, self._until = 0, math.inf
        #: The least bound of nodes that could not be settled.
        self._floor = float("inf")
        self._use(tables)
        self._plant(start)

    @property
    def bound(self) -> float:
        """No plan that is cheaper than the best one costs less; infinite: none is cheaper."""
        return min(self._floor, self._open[0].bound if self._open else float("inf"))

    def grow(self, until: float) -> None:
        """Part nodes, those of the least bound first, until none is left below the best plan, or until then (`time.monotonic`)."""
        self._until = until
        while self._open and self._open[0].bound < self._planner.above and time.monotonic() < until:
            each = 40 * len(self._tables.ways) + 8 * len(self._goal.need)
            crowded = len(self._open) * each > MOST_BYTES
            # The last of a heap can be taken from it without disorder.
            node = self._open.pop() if crowded else heapq.heappop(self._open)
            if node.bound < self._planner.above:
                self._part(node)
                self._shrink()

    def _use(self, tables: Tables) -> None:
        self._tables = tables
        self._dual = Dual(tables, self._goal)
        self._pricing = Pricing(tables, self._goal, self._choices)
        self._shop = np.repeat(np.arange(len(tables.shop_first_way)), tables.ways_of_shop)

    def _plant(self, start: Raised) -> None:
        """The first node, and only the lines that it does not show to be of no use."""
        state = State.of(self._tables, self._goal)
        priced = Priced(self._pricing, start.multipliers, state)
        lines = priced.useful(self._planner.above)
        if priced.bound < self._planner.above and lines.any():
            decided = priced.decided(self._planner.above)
            self._open = [Node(priced.bound, 0, decided, start.multipliers, start.share)]
            self._keep(lines & decided.ways[self._tables.line_way])

    def _keep(self, lines: Flags) -> None:
        """Forget all other lines, and the ways and shops that then have none."""
        ways = np.unique(self._tables.line_way[lines])
        shops = np.unique(self._shop[ways])
        self._open = [node.keeping(ways, shops) for node in self._open]
        self._use(self._tables.keeping(lines))

    def _shrink(self) -> None:
        if self._count % SHRUNK_EVERY or not self._open:
            return
        used = np.logical_or.reduce([node.state.ways for node in self._open])
        if used.mean() <= 1 - SHRUNK_FROM and used.any():
            self._keep(used[self._tables.line_way])

    def _part(self, node: Node) -> None:
        """Part a node in two, or settle it where little is left to decide."""
        if node.state.options(self._tables) <= FEW:
            self._settle(node)
            return
        way = self._split(node)
        shop = self._shop[way]
        first = int(self._tables.shop_first_way[shop])
        end = first + int(self._tables.ways_of_shop[shop])
        below, above = node.state.ways.copy(), node.state.ways.copy()
        below[way:end] = False
        above[first:way] = False
        forced = node.state.forced.copy()
        forced[shop] = True
        self._add(node, State(below, node.state.forced))
        self._add(node, State(above, forced))

    def _split(self, node: Node) -> int:
        """The way before which the shop's choices (none at all, then its ways) are parted most evenly by how often they were used."""
        t, ways = self._tables, node.state.ways
        share = node.share * ways
        of_shop = np.add.reduceat(share, t.shop_first_way)
        none = np.where(node.state.forced, 0.0, 1 - of_shop)
        before = np.cumsum(share) - share
        before += np.repeat(none - before[t.shop_first_way], t.ways_of_shop)
        count: Ints = np.cumsum(ways) - ways
        earlier: Ints = count - np.repeat(count[t.shop_first_way], t.ways_of_shop)
        parts = ways & ((earlier > 0) | ~np.repeat(node.state.forced, t.ways_of_shop))
        return int(np.argmax(np.where(parts, np.minimum(before, 1 - before), -np.inf)))

    def _add(self, parent: Node, state: State) -> None:
        """Judge a part of a node; it stays open where a better plan may be in it."""
        self._count += 1
        node = self._judged(parent, state, self._count)
        # What follows from the bound narrows the choice, and what is narrower has a higher bound.
        for _ in range(AGAIN):
            if node is None or node.state.options(self._tables) > NARROWED * state.options(self._tables):
                break
            state = node.state
            node = self._judged(node, state, self._count)
        if node is not None:
            heapq.heappush(self._open, node)

    def _judged(self, parent: Node, state: State, number: int) -> Node | None:
        """The part of a node in which this much is decided, after some steps; None where no better plan is in it."""
        target = self._planner.above * (1 + BEYOND) + 1
        raised = self._dual.raised(parent.multipliers, state, target, STEPS, self._until, LENGTH)
        priced = Priced(self._pricing, raised.multipliers, state)
        bound = max(parent.bound, priced.bound)
        if bound >= self._planner.above:
            return None
        shops = np.zeros(len(self._tables.market.shops), bool)
        shops[self._tables.way_shop[self._tables.shop_first_way[raised.shops]]] = True
        self._planner.seen(shops)
        return Node(bound, number, priced.decided(self._planner.above), raised.multipliers, raised.share)

    def _settle(self, node: Node) -> None:
        t = self._tables
        if not node.state.ways.any():
            return
        kept = t.keeping(node.state.ways[t.line_way])
        ways = np.flatnonzero(node.state.ways)
        state = State(np.ones(len(ways), bool), node.state.forced[np.unique(self._shop[ways])])
        pricing = Pricing(kept, self._goal, self._choices)
        bound = self._planner.settle(Priced(pricing, node.multipliers.keeping(ways), state))
        if bound < self._planner.above:
            self._floor = min(self._floor, max(bound, node.bound))
