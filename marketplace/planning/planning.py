"""The planner: the most wanted pieces first, then the least cost, with a bound that proves how little is left to save."""

from __future__ import annotations

import math
import time

import numpy as np

from .choices import Choices
from .columns import surviving
from .dual import Dual
from .filling import Filling
from .goal import Goal
from .market import Market
from .model import Model
from .outcome import Outcome, plan_of
from .solver import solve
from .tables import Tables


def plan(market: Market, seconds: float = 5.0, parcels: int | None = None) -> Outcome:
    """The best plan that was found within so many seconds."""
    began = time.monotonic()
    until = began + seconds
    tables = Tables(market)
    best = Filling(market).plan(range(len(market.shops)))
    if not tables.ways:
        return Outcome(best, 0, time.monotonic() - began)
    goal = Goal.of(tables, parcels)
    choices = Choices(tables)
    if parcels is not None and len(best.parcels) > parcels:
        best = Filling(market).plan([])
    if best.pieces < goal.pieces:
        dual = Dual(tables, goal)
        dual.worth[:] = 0
        _bound, columns = surviving(dual, choices, np.inf)
        solved = solve(Model(tables, goal, columns, cheapest=False), until - time.monotonic())
        found = plan_of(market, solved.quantities) if solved.quantities is not None else None
        if found is not None and found.better_than(best):
            best = found
        goal = goal.reached_by(best.pieces)
    dual = Dual(tables, goal)
    dual.improve(best.cents, 400, until)
    bound, columns = surviving(dual, choices, best.cents)
    low = math.ceil(bound - 1e-6 - abs(bound) * 1e-9)
    if low < best.cents and len(columns):
        solved = solve(Model(tables, goal, columns, cheapest=True), until - time.monotonic())
        found = plan_of(market, solved.quantities) if solved.quantities is not None else None
        if columns.complete:
            low = max(low, best.cents if solved.bound is None else min(best.cents, solved.bound))
        if found is not None and found.better_than(best):
            best = found
    elif not len(columns):
        low = best.cents
    return Outcome(best, max(0, min(low, best.cents)), time.monotonic() - began)
