"""What a plan shall reach: how many pieces at least, from how many shops at most."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .tables import Flags, Floats, Ints, Tables


@dataclass(frozen=True, slots=True)
class Goal:
    """`need`: pieces of each lot that are to be had. `missing`: how many of all these may be left out.

    `parcels`: shops at most. `allowed`: the shops that may be ordered from.
    """

    need: Ints
    missing: int
    parcels: int | None
    allowed: Flags

    @classmethod
    def of(cls, tables: Tables, parcels: int | None = None, allowed: Flags | None = None) -> Goal:
        """All pieces that the allowed shops (all where none are named) can send, each lot for itself."""
        sending = np.zeros(len(tables.market.shops), bool)
        sending[tables.way_shop] = True
        if allowed is not None:
            sending &= allowed
        held = np.zeros(len(tables.need), np.int64)
        np.add.at(held, tables.lot, np.where(sending[tables.shop], tables.sent, 0))
        return cls(np.minimum(tables.need, held), 0, parcels, sending)

    @property
    def pieces(self) -> int:
        """How many pieces the goal asks for."""
        return int(self.need.sum()) - self.missing

    def reached_by(self, pieces: int) -> Goal:
        """The same with so many pieces."""
        return replace(self, missing=int(self.need.sum()) - pieces)

    def left_out(self, worth: Floats) -> Ints:
        """Pieces of each lot that are best left out where each piece has this worth: the dearest ones."""
        left = np.zeros(len(self.need), np.int64)
        if self.missing:
            order = np.argsort(-worth, kind="stable")
            before = np.cumsum(self.need[order]) - self.need[order]
            left[order] = np.clip(self.missing - before, 0, self.need[order])
        return left

    def worth(self, worth: Floats) -> float:
        """What all that must be had is worth together."""
        return float(worth @ (self.need - self.left_out(worth) if self.missing else self.need))

    def best(self, values: Floats, forced: Flags) -> Flags:
        """Which shops' parcels count: those that must and those below zero, no more of them than may be."""
        used = forced | (values < 0)
        if self.parcels is not None and int(used.sum()) > self.parcels:
            used[np.lexsort((values, ~forced))[self.parcels :]] = False
        return used
