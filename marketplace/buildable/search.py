"""Ask the index: one pass over all needs, a block at a time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .found import Found, Order, Owned
from .index import Index, Ints, Needs, lot_keys


def search(
    index: Index,
    owned: Iterable[Owned],
    *,
    any_colour: bool = False,
    order: Order = Order.SHARE,
    most: int = 60,
    least_pieces: int = 1,
) -> list[Found]:
    """The first `most` models that `owned` goes into at all, exactly counted.

    Ties: the cheaper rest first, then the larger number of the model, which is the newer one.
    """
    needs = index.by_part if any_colour else index.by_lot
    amounts = _amounts(index, owned, any_colour)
    have = np.concatenate(
        [_added(np.minimum(b.numbers, amounts[b.things]), b.starts) for b in needs.blocks()] or [_NONE]
    )
    there = np.flatnonzero((have > 0) & (index.pieces >= least_pieces))
    if order is Order.SHARE:
        there = _best(have[there] / index.pieces[there], there, most)
    price, unsold = _rest(index, needs, index.part_prices if any_colour else index.lot_prices, amounts, there)
    share = have[there] / index.pieces[there]
    newest = -index.models[there]
    keys = (newest, price, unsold, -share) if order is Order.SHARE else (newest, -share, price, unsold)
    return [
        Found(*map(int, (index.models[k], index.versions[k], have[k], index.pieces[k], price[at], unsold[at])))
        for at, k in ((at, there[at]) for at in np.lexsort(keys)[:most])
    ]


_NONE = np.zeros(0, np.int64)


def _amounts(index: Index, owned: Iterable[Owned], any_colour: bool) -> Ints:
    """How many of each lot of the index, or of each part, there are; what no model needs is nowhere in it."""
    rows = list(owned)
    names = np.array([part.encode() for part, _, _ in rows], dtype=np.bytes_)
    numbers = np.array([min(number, 2**31 - 1) for _, _, number in rows], dtype=np.int64)
    found = np.zeros(len(index.parts if any_colour else index.lots), np.int64)
    if not rows or not len(found):
        return found
    parts, known = _places(index.parts, names)
    if any_colour:
        np.add.at(found, parts[known], numbers[known])
        return found
    colours = np.array([colour for _, colour, _ in rows], dtype=np.int64)
    lots, there = _places(index.lots, lot_keys(parts, colours))
    known &= there
    np.add.at(found, lots[known], numbers[known])
    return found


def _places(among: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Where the wanted stand in a sorted array, and whether they do."""
    at = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return at, among[at] == wanted


def _added(values: Ints, starts: Ints) -> Ints:
    """The sum of each model's values; every model needs something."""
    sums: Ints = np.add.reduceat(values, starts, dtype=np.int64)
    return sums


def _best(shares: Ints, there: Ints, most: int) -> Ints:
    """Those with the largest shares, and all that are like the last of them."""
    if len(there) <= most:
        return there
    least = np.partition(shares, len(shares) - most)[len(shares) - most]
    kept: Ints = there[shares >= least]
    return kept


def _rest(index: Index, needs: Needs, prices: Ints, amounts: Ints, there: Ints) -> tuple[Ints, Ints]:
    """What the rest of each model costs, and how many of its pieces nobody sells."""
    price, unsold = [_NONE], [_NONE]
    for block in _of(needs, there).blocks():
        missing = block.numbers - np.minimum(block.numbers, amounts[block.things])
        each = prices[block.things]
        price.append(_added(missing * each, block.starts))
        unsold.append(_added(missing * (each == 0), block.starts) - _added(block.numbers, block.starts))
    return np.concatenate(price), np.concatenate(unsold) + index.pieces[there]


def _of(needs: Needs, models: Ints) -> Needs:
    """The needs of these models alone."""
    if len(models) == len(needs.starts) - 1:
        return needs
    lengths = needs.starts[models + 1] - needs.starts[models]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    at = np.repeat(needs.starts[models] - starts[:-1], lengths) + np.arange(starts[-1])
    return Needs(starts, needs.things[at], needs.numbers[at])
