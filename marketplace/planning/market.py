"""What is wanted and who offers it: the problem, in integers only.

Money is in cents, but a price per piece in ten-thousandths of the currency unit; weights are in millionths of a gram.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part in a colour, and how many pieces of it."""

    part: str
    colour: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A stock lot of a shop that holds something wanted.

    `lot`: its index in `Market.wanted`. `quantity`: the pieces that can be had, a multiple of `bulk`. `tiers`: (from which
    quantity, price of every piece), ascending. `weight`: of one piece.
    """

    id: str
    lot: int
    quantity: int
    price: int
    bulk: int
    tiers: tuple[tuple[int, int], ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Band:
    """What sending a parcel costs that weighs at most so much, and more than the band before."""

    most: int
    price: int


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop's terms, and those of its stock lots that hold something wanted.

    `bands`: ascending by weight; heavier than the last cannot be sent. `free_from`: parts of so many cents are sent for nothing.
    `free_lots`: each stock lot beyond them costs `lot_fee`. `days`: until its parcel arrives, or None where nobody says.
    """

    id: str
    country: str
    minimum: int
    free_from: int | None
    free_lots: int
    lot_fee: int
    bands: tuple[Band, ...]
    days: int | None
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """A basket and the shops for it. `country`: where it is delivered to, or "" where nobody says."""

    wanted: tuple[Wanted, ...]
    shops: tuple[Shop, ...]
    country: str = ""

    @property
    def pieces(self) -> int:
        """How many pieces are wanted."""
        return sum(wanted.quantity for wanted in self.wanted)
