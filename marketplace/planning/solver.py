"""HiGHS at work on one model, within a time, and what it found and proved."""

from __future__ import annotations

import math
from dataclasses import dataclass

import highspy
import numpy as np

from .model import Model
from .outcome import Proposal

#: What HiGHS takes for zero; far below one unit of anything we count.
TOLERANCE = 1e-9
#: Presolve's rule 16, enumeration, of HiGHS 1.16 proposes "optimal" solutions that break a row (seed 1025 of the tests' markets).
RULES_OFF = 1 << 16
#: Its bound may be off by its tolerances: so much is taken off before it is believed.
RELATIVE, ABSOLUTE = 1e-8, 1e-3


@dataclass(frozen=True, slots=True)
class Solved:
    """What came out: a proposal below the limit, or None; a whole number that no solution is below (None: none is below the limit); and whether all was looked at."""

    proposal: Proposal | None
    bound: int | None
    ended: bool = True


class Quiet(highspy.Highs):
    """HiGHS without a word: highspy's own constructor prints a banner before it can be told not to."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


def solve(model: Model, seconds: float, below: float = math.inf) -> Solved:
    """Look so many seconds for the solution of least value, where that is less than `below`."""
    if seconds <= 0:
        return Solved(None, 0, ended=False)
    highs = Quiet()
    for name, value in {
        "threads": 1,
        "time_limit": seconds,
        "mip_rel_gap": 0.0,
        # Values are whole: within less than one of the bound nothing better can be.
        "mip_abs_gap": 0.99,
        "mip_feasibility_tolerance": TOLERANCE,
        "primal_feasibility_tolerance": TOLERANCE,
        "objective_bound": below,
        "presolve_rule_off": RULES_OFF,
    }.items():
        highs.setOptionValue(name, value)
    highs.passModel(model.lp())
    highs.run()
    info, status = highs.getInfo(), highs.getModelStatus()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    proposal = model.proposal(np.array(highs.getSolution().col_value)) if found else None
    ended = status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound)
    if ended or (status == highspy.HighsModelStatus.kOptimal and not found):
        return Solved(proposal, None)
    bound, optimal = info.mip_dual_bound, status == highspy.HighsModelStatus.kOptimal
    if not math.isfinite(bound):
        return Solved(proposal, 0, optimal)
    return Solved(proposal, max(0, math.ceil(bound - abs(bound) * RELATIVE - ABSOLUTE)), optimal)
