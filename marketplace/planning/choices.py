"""All quantities of an offer that can be part of a cheapest plan."""

from __future__ import annotations

import numpy as np

from .tables import Flags, Floats, Ints, Tables

#: An offer with more sensible quantities than this is known by fewer of them, and by a lower bound of the others; it is the
#: first of these with which all offers together have no more than so many.
MOST = (256, 128, 64, 32, 16, 8)
TOGETHER = 1_500_000


class Choices:
    """Quantities of offers up to what serves the lot, and beyond where a tier makes that cheaper; by offer, ascending.

    `cents` is exact where `exact` is true; else it is a lower bound of the cents of the quantities around.
    """

    def __init__(self, tables: Tables) -> None:
        t = tables
        counts = t.cover // t.bulk
        limit = next((most for most in MOST if np.minimum(counts, most).sum() <= TOGETHER), MOST[-1])
        few = np.flatnonzero(counts <= limit)
        many = np.flatnonzero(counts > limit)
        each = np.repeat(few, counts[few])
        quantity = (np.arange(len(each)) - np.repeat(np.cumsum(counts[few]) - counts[few], counts[few]) + 1) * t.bulk[
            each
        ]
        beyond = np.flatnonzero(t.point_quantity > t.cover[t.point_offer])
        last = np.repeat(many, limit)
        late = (counts[last] - np.tile(np.arange(limit), len(many))) * t.bulk[last]
        offer = np.concatenate([each, t.point_offer[beyond], last])
        amount = np.concatenate([quantity, t.point_quantity[beyond], late])
        cents = t.cents(offer, amount).astype(float)
        exact = np.ones(len(offer), bool)
        bounds = [_relaxed(t, int(one)) for one in many]
        if bounds:
            offer = np.concatenate([offer, *(np.full(len(q), one) for one, (q, _c) in zip(many, bounds, strict=True))])
            amount = np.concatenate([amount, *(q for q, _c in bounds)])
            cents = np.concatenate([cents, *(c for _q, c in bounds)])
            exact = np.concatenate([exact, np.zeros(len(offer) - len(exact), bool)])
        order = np.lexsort((amount, offer))
        self.offer: Ints = offer[order]
        self.quantity: Ints = amount[order]
        self.cents: Floats = cents[order]
        self.exact = exact[order]
        self.gain: Floats = np.minimum(self.quantity, t.need[t.lot[self.offer]]).astype(float)
        self.weight: Floats = self.quantity * t.weight[self.offer]
        self.vertex = self._vertices(t)
        everyone = np.arange(len(t.lot))
        self._every = _spans(self.offer, np.arange(len(self.offer)), everyone)
        vertices = np.flatnonzero(self.vertex)
        self._vertex = _spans(self.offer[vertices], vertices, everyone)

    def least(self, offers: Ints) -> Ints:
        """The number of each offer's least quantity."""
        numbers, first, _counts = self._every
        return numbers[first[offers]]

    def of(self, offers: Ints, *, vertices: bool = False) -> tuple[Ints, Ints]:
        """All quantities (or vertices) of these offers, one after the other: the place in `offers`, and the quantity's number."""
        numbers, first, counts = self._vertex if vertices else self._every
        many = counts[offers]
        place = np.repeat(np.arange(len(offers)), many)
        inside = np.arange(len(place)) - (np.cumsum(many) - many)[place]
        return place, numbers[first[offers[place]] + inside]

    def _vertices(self, t: Tables) -> Flags:
        """Which quantities mixtures of others of the same offer (nothing included) cannot replace without costing more.

        Those that hold more than is wanted are always kept: a mixture with them would be heavier.
        """
        kept = np.arange(len(self.offer))
        while True:
            offer, gain, cents = self.offer[kept], self.gain[kept], self.cents[kept]
            begins = np.diff(offer, prepend=-1) != 0
            ends = np.append(begins[1:], True)
            gain_before = np.where(begins, 0, np.roll(gain, 1))
            cents_before = np.where(begins, 0, np.roll(cents, 1))
            gain_after, cents_after = np.roll(gain, -1), np.roll(cents, -1)
            inside = (
                ~ends & (gain_before < gain) & (gain < gain_after) & (np.roll(self.quantity[kept], -1) <= gain_after)
            )
            rise = (cents - cents_before) * (gain_after - gain_before)
            above = inside & (rise >= (cents_after - cents_before) * (gain - gain_before))
            if not above.any():
                break
            kept = kept[~above]
        vertex = np.zeros(len(self.offer), bool)
        vertex[kept] = True
        return vertex


def _spans(offers: Ints, numbers: Ints, everyone: Ints) -> tuple[Ints, Ints, Ints]:
    """The numbers, where those of each offer begin, and how many there are."""
    first = np.searchsorted(offers, everyone)
    return numbers, first, np.diff(np.append(first, len(offers)))


def _relaxed(t: Tables, offer: int) -> tuple[Ints, Floats]:
    """The ends of each tier's quantities up to what serves the lot. Between two of them cents lie above the straight line."""
    bulk, cover = int(t.bulk[offer]), int(t.cover[offer])
    starts = [max(bulk, -(-int(start) // bulk) * bulk) for start in t.start[:, offer] if start <= cover]
    ends = [start - bulk for start in starts[1:]] + [cover]
    prices = [int(price) for price in t.price[: len(starts), offer]]
    both = [(q, price) for lo, hi, price in zip(starts, ends, prices, strict=True) if lo <= hi for q in (lo, hi)]
    quantity = np.array([q for q, _price in both], np.int64)
    # Half up: a line's cents are at least what its pieces cost, less 49 hundredths of a cent.
    return quantity, np.array([(q * price - 49) / 100 for q, price in both])
