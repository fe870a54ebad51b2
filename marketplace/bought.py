"""Whose creations an order is for, and what its parts cost of each: what royalties are reckoned from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from creations.licences import royalty_due
from creations.models import Revision

from .lineage import Share, royalty_shares
from .models import OrderLine

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Bought:
    """The parts of a revision, so many times."""

    revision: Revision
    times: int = 1


@dataclass(frozen=True, slots=True)
class Due:
    """The royalty for one of the creations, in minor units."""

    revision: Revision
    amount: int

    def shares(self) -> list[Share]:
        """Divided along the creation's lineage."""
        return royalty_shares(self.revision.creation, self.amount)


def royalties(bought: Sequence[Bought], lines: Iterable[OrderLine], *, whole: bool) -> list[Due]:
    """What is due for each creation. `whole` says that nothing else is in the order than one creation's parts."""
    sold = list(lines)
    if whole and len(bought) == 1:
        parts_prices = [sum(line.price for line in sold)]
    else:
        parts_prices = [_parts_price(one, _each(sold)) for one in bought]
    return [
        Due(one.revision, one.times * royalty_due(one.revision.creation, parts_price // one.times))
        for one, parts_price in zip(bought, parts_prices, strict=True)
    ]


def _each(lines: list[OrderLine]) -> dict[Key, Fraction]:
    """What one piece of each lot costs on average over the parcels, in minor units; a substitute counts for what it replaces."""
    prices: dict[Key, Fraction] = defaultdict(Fraction)
    pieces: dict[Key, int] = defaultdict(int)
    for line in lines:
        replaced = [((part, colour), number) for part, colour, number in line.instead_of]
        own = line.quantity - sum(number for _key, number in replaced)
        for key, number in [((line.part, line.colour), own), *replaced]:
            prices[key] += Fraction(line.price * number, line.quantity)
            pieces[key] += number
    return {key: price / pieces[key] for key, price in prices.items() if pieces[key]}


def _parts_price(one: Bought, each: dict[Key, Fraction]) -> int:
    """Of a creation's part of the order, rounded half up; what is missing costs nothing."""
    lots = one.revision.lots.filter(custom=False).values_list("part", "colour", "quantity")
    price = sum((each.get((part, colour), Fraction()) * quantity for part, colour, quantity in lots), Fraction())
    return int(price * one.times + Fraction(1, 2))
