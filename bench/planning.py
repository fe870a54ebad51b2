"""Plans of large seeded markets: cost, proof and time, beside plain HiGHS on the textbook formulation of the same market."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import highspy

from marketplace.planning.market import Market
from marketplace.planning.planning import plan
from marketplace.planning.reading import read_basket, read_offers
from marketplace.planning.solver import Quiet

from .markets import market
from .textbook import textbook

#: Lots, shops, and the seconds that planning may take.
SIZES = ((100, 50, 0.5), (300, 150, 2.0), (600, 400, 6.0))
#: The peer has so many times as long.
PATIENCE = 3
#: A bound that is this much of the cost away, or less, is one a plan is proven by, for the solver.
PROVEN = 1e-4


@dataclass(frozen=True, slots=True)
class Found:
    """Cents (infinite: nothing found), the share of them that may be left to save, and seconds: of the clock, and of computing."""

    cost: float
    gap: float
    clock: float
    computing: float


def made(lots: int, shops: int, seed: int, *, rules: bool = True) -> Market:
    """A seeded market, read as the command reads it."""
    basket, offers = market(lots, shops, seed, rules=rules)
    return read_offers(json.dumps(offers).encode(), read_basket(basket.encode()))


def planning(seed: int = 1) -> None:
    """Print for each size what is found and proven, and in which time plain HiGHS proves as much, if in three times ours."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(
        f"Plans: seeded markets, every rule or bands only; the peer is plain HiGHS on the textbook formulation, which stops "
        f"where it has proven as much.\n  Load of the machine: {load:.1f}; seconds are of computing."
    )
    for rules in (False, True):
        for lots, shops, seconds in SIZES:
            given = made(lots, shops, seed, rules=rules)
            print(f"  {lots} lots x {shops} shops, {'every rule' if rules else 'bands only'}, in {seconds:g} s")
            ours = ours_of(given, seconds)
            _show("prosum", ours)
            theirs = plain(given, PATIENCE * seconds, ours.gap)
            _show("HiGHS", theirs)
            reached = theirs.gap <= ours.gap + PROVEN
            ratio = theirs.computing / ours.computing
            print(f"    {'HiGHS took' if reached else 'HiGHS proved less in'} {ratio:.1f} times as long")


def _show(who: str, found: Found) -> None:
    print(f"    {who:<7} cost {found.cost / 100:>9.2f}, gap {found.gap:>7.2%}, {found.computing:>6.2f} s")


def _timed(act: Callable[[], tuple[float, float]]) -> Found:
    began, computed = time.perf_counter(), time.process_time()
    cost, gap = act()
    return Found(cost, gap, time.perf_counter() - began, time.process_time() - computed)


def ours_of(given: Market, seconds: float) -> Found:
    """What the planner makes of it."""

    def act() -> tuple[float, float]:
        outcome = plan(given, seconds)
        return outcome.plan.cents, outcome.gap

    return _timed(act)


def plain(given: Market, seconds: float, gap: float) -> Found:
    """What HiGHS makes of the textbook formulation, until it has proven the gap."""
    lp = textbook(given)

    def act() -> tuple[float, float]:
        highs = Quiet()
        highs.setOptionValue("time_limit", seconds)
        highs.setOptionValue("mip_rel_gap", max(gap, PROVEN))
        highs.passModel(lp)
        highs.run()
        info = highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return float("inf"), 1.0
        cost = info.objective_function_value
        return cost, min(1.0, max(0.0, cost - info.mip_dual_bound) / cost) if cost else 0.0

    return _timed(act)


if __name__ == "__main__":
    planning()
