"""Plans of large seeded markets: cost, proof and time, beside plain HiGHS on the textbook formulation of the same market."""

from __future__ import annotations

import json
import os
import time

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


def made(lots: int, shops: int, seed: int) -> Market:
    """A seeded market, read as the command reads it."""
    basket, offers = market(lots, shops, seed)
    return read_offers(json.dumps(offers).encode(), read_basket(basket.encode()))


def planning(seed: int = 1) -> None:
    """Print for each size what was found and proven, and what plain HiGHS finds and proves in three times the time."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(
        f"Plans: seeded markets; the peer is plain HiGHS on the textbook formulation. Load of the machine: {load:.1f}."
    )
    for lots, shops, seconds in SIZES:
        ours = made(lots, shops, seed)
        outcome = plan(ours, seconds)
        name = f"{lots} lots x {shops} shops in {seconds:g} s"
        print(
            f"  {name:<30} {outcome.plan.pieces} pieces, cost {outcome.plan.cents / 100:>8.2f}, "
            f"gap {outcome.gap:>6.2%}, {outcome.seconds:.2f} s"
        )
        cost, gap, taken = plain(ours, PATIENCE * seconds)
        print(f"  {'  HiGHS, textbook, 3 x as long':<30} cost {cost / 100:>8.2f}, gap {gap:>6.2%}, {taken:.2f} s")


def plain(given: Market, seconds: float) -> tuple[float, float, float]:
    """What HiGHS makes of the textbook formulation: cents (infinite: nothing found), the gap it proves, and its seconds."""
    lp = textbook(given)
    highs = Quiet()
    highs.setOptionValue("time_limit", seconds)
    began = time.perf_counter()
    highs.passModel(lp)
    highs.run()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    cost = info.objective_function_value if found else float("inf")
    gap = (cost - info.mip_dual_bound) / cost if found and cost else 1.0
    return cost, min(1.0, gap), time.perf_counter() - began


if __name__ == "__main__":
    planning()
