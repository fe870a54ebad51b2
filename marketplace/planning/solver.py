"""HiGHS at work on one model, within a time, and what it found and proved."""

from __future__ import annotations

import math
from dataclasses import dataclass

import highspy
import numpy as np

from .model import Model
from .outcome import Quantities

#: What HiGHS takes for zero; far below one unit of anything we count.
TOLERANCE = 1e-9
#: Its bound may be off by its tolerances: so much is taken off before it is believed.
RELATIVE, ABSOLUTE = 1e-8, 1e-3


@dataclass(frozen=True, slots=True)
class Solved:
    """What came out: quantities, or None; and a whole number that no solution of the model is below (None: there is none)."""

    quantities: Quantities | None
    bound: int | None


class _Quiet(highspy.Highs):
    """HiGHS without a word: highspy's own constructor prints a banner before it can be told not to."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


def solve(model: Model, seconds: float, *, gap: float = 0.0, threads: int = 1) -> Solved:
    """Solve the model. `gap`: share of the value at which to stop."""
    highs = _Quiet()
    for name, value in {
        "threads": threads,
        "time_limit": max(0.01, seconds),
        "mip_rel_gap": gap,
        # Values are whole: within less than one of the bound nothing better can be.
        "mip_abs_gap": 0.99,
        "mip_feasibility_tolerance": TOLERANCE,
        "primal_feasibility_tolerance": TOLERANCE,
    }.items():
        highs.setOptionValue(name, value)
    highs.passModel(model.lp())
    highs.run()
    info, status = highs.getInfo(), highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solved(None, None)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    bound = info.mip_dual_bound
    whole = math.ceil(bound - abs(bound) * RELATIVE - ABSOLUTE) if math.isfinite(bound) else 0
    return Solved(model.quantities(np.array(highs.getSolution().col_value)) if found else None, max(0, whole))
