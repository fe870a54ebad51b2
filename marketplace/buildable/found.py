"""What is asked of the table of needs, and what it answers. Known without numpy, so that whoever only asks starts fast."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

#: Part, colour and how many of it somebody has.
Owned = tuple[str, int, int]


class Order(Enum):
    """What comes first: the largest share owned, or the cheapest rest (those whose rest can be had first)."""

    SHARE = "share"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Found:
    """A model of which somebody has `have` of `pieces`. The rest costs `price` (ten-thousandths), but for `unsold` pieces."""

    model: int
    version: int
    have: int
    pieces: int
    price: int
    unsold: int

    @property
    def cents(self) -> int:
        """What the rest costs, in minor units, rounded half up."""
        return (self.price + 50) // 100

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.have / self.pieces
