"""What else one could order: from fewer shops, or so that the last parcel arrives soonest."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from .market import Market
from .outcome import Outcome
from .planning import Ground, planned

#: Plans of at most so many parcels are offered.
FEW = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another plan. `parcels`: at most so many were allowed; None for the fastest plan, for which `days` tells how long it waits."""

    outcome: Outcome
    parcels: int | None = None
    days: int | None = None


def alternatives(ground: Ground, best: Outcome, seconds: float, parcels: int | None = None) -> list[Alternative]:
    """Plans of at most 1, 2 and 3 parcels, and the fastest that has as many pieces as the best one, within so many seconds.

    `parcels`: at most so many were allowed for the best plan, and are for the fastest.
    """
    until = time.monotonic() + seconds
    found = []
    for number, few in enumerate(FEW):
        now = time.monotonic()
        outcome = best
        if len(best.plan.parcels) > few:
            outcome = planned(ground, ground.goal(few), now, now + (until - now) / (len(FEW) + 1 - number))
        found.append(Alternative(outcome, few))
    found.append(_fastest(ground, best, until, parcels))
    return found


def _fastest(ground: Ground, best: Outcome, until: float, parcels: int | None) -> Alternative:
    """The cheapest plan of as many pieces that waits no longer than the shortest possible time.

    A shop's time is its `days`. One that names none counts as slower than all that do; where none does, shops of the country
    of delivery are faster than others.
    """
    waits = np.array(_waits(ground.market), np.int64)
    longest = int(waits[list(best.plan.shops)].max(initial=0))
    outcome = best
    for limit in np.unique(waits[waits < longest]).tolist():
        goal = ground.goal(parcels, waits <= limit)
        if goal.pieces < best.plan.pieces:
            continue
        now = time.monotonic()
        tried = planned(ground, goal, now, now + (until - now) / 2)
        if tried.plan.pieces == best.plan.pieces:
            outcome = tried
            break
    days = [parcel.shop.days for parcel in outcome.plan.parcels]
    known = [day for day in days if day is not None]
    return Alternative(outcome, days=max(known) if known and len(known) == len(days) else None)


def _waits(market: Market) -> list[int]:
    """How long each shop's parcel takes, in days or any other unit that orders them."""
    slowest = max((shop.days for shop in market.shops if shop.days is not None), default=None)
    if slowest is None:
        return [int(bool(market.country) and shop.country != market.country) for shop in market.shops]
    return [slowest + 1 if shop.days is None else shop.days for shop in market.shops]
