"""Divide amounts of money without losing a cent. Pure: whole minor units in, whole minor units out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def portion(amount: int, part: int, whole: int) -> int:
    """`amount` x `part` / `whole`, rounded half up; nothing of nothing.

    What two parts get, one after the other, is `portion(…, both) - portion(…, first)`: so the sum is exact.
    """
    return (2 * amount * part + whole) // (2 * whole) if whole else 0


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` divided by `weights`; the sum is exact, and where `amount` <= the weights' sum none gets more than its weight."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    edges = [0]
    for weight in weights:
        edges.append(edges[-1] + weight)
    return [amount * high // whole - amount * low // whole for low, high in pairwise(edges)]


def upwards(royalty: int, percents: Sequence[int]) -> list[int]:
    """A royalty divided along a lineage: the creation itself first, its nearest ancestor next, and so on up.

    `percents[k]` (0 to 100) is how much of what reaches generation k goes on to the one above it. Each gets its exact
    share rounded down, and the nearest ancestor all that is left by rounding; the sum is exact.
    """
    shares, reaching, scale = [], royalty, 1
    for percent in percents:
        shares.append(reaching * (100 - percent) // (100 * scale))
        reaching, scale = reaching * percent, 100 * scale
    shares.append(reaching // scale)
    if len(shares) > 1:
        shares[1] += royalty - sum(shares)
    return shares
