"""Which placement of an older file is which of a newer one.

Never by the order of lines: any program may write them in another. First the ids that are believed, then what stands
exactly there, then what stands within a hundredth of an LDU, then what a whole group was shifted by, then the nearest,
by optimal assignment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import floor

from .assignment import assign, cost_of
from .document import Transform

#: Places closer than this, in LDU and per matrix entry, are the same.
TOLERANCE = 0.01
_CELL = 4 * TOLERANCE
#: Nobody places more parts than this at one place; further ones are found by what comes after.
_CROWD = 64
#: How many pairs may vote for a shift, and how many different shifts are looked for.
_MOST_VOTES = 100_000
_MOST_SHIFTS = 12
#: How many passes the best assignments may take in all (see `assignment.cost_of`): about a second.
_MOST_PASSES = 60_000
#: How many distances one assignment may weigh.
_MOST_DISTANCES = 1_000_000
#: Of two parts, one of which is turned, a unit in a matrix weighs as much as these LDU.
_TURN = 40.0


@dataclass(frozen=True, slots=True)
class Thing:
    """What is compared of a placement: `part` is a name that both sides share; `id` may be empty."""

    part: str
    colour: int
    transform: Transform
    id: str = ""


Pairs = dict[int, int]


def match(old: Sequence[Thing], new: Sequence[Thing]) -> Pairs:
    """The index of each old thing by that of the new one it became; what has none was added."""
    return _Matcher(old, new).match()


def is_near(a: Transform, b: Transform, tolerance: float = TOLERANCE) -> bool:
    """Whether two places are the same for everybody who builds."""
    return all(abs(p - q) <= tolerance for p, q in zip(a, b, strict=True))


class _Matcher:
    def __init__(self, old: Sequence[Thing], new: Sequence[Thing]) -> None:
        self.old = old
        self.new = new
        self.pairs: Pairs = {}
        self.free_old = set(range(len(old)))
        self.free_new = set(range(len(new)))
        self.passes = _MOST_PASSES

    def match(self) -> Pairs:
        whole: Callable[[Thing], Hashable] = lambda thing: (thing.part, thing.colour)  # noqa: E731
        part: Callable[[Thing], Hashable] = lambda thing: thing.part  # noqa: E731
        self._by_id(2)
        self._equal()
        self._near(whole)
        self._by_id(1)
        self._near(part)
        self._shifted(whole)
        self._nearest(whole)
        self._nearest(part)
        return self.pairs

    def _take(self, old: int, new: int) -> None:
        self.pairs[new] = old
        self.free_old.discard(old)
        self.free_new.discard(new)

    def _groups(self, key: Callable[[Thing], Hashable]) -> Iterator[tuple[list[int], list[int]]]:
        """What is free on both sides, by a key that both share."""
        found: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, (free, things) in enumerate(((self.free_old, self.old), (self.free_new, self.new))):
            for index in sorted(free):
                found[key(things[index])][side].append(index)
        for olds, news in found.values():
            if olds and news:
                yield olds, news

    def _equal(self) -> None:
        """The very same; of several alike, those with the same id."""
        for olds, news in self._groups(lambda thing: (thing.part, thing.colour, thing.transform)):
            by_id = {self.old[index].id: index for index in olds if self.old[index].id}
            for index in news:
                same = by_id.get(self.new[index].id)
                if same is not None and same in self.free_old:
                    self._take(same, index)
            rest = [index for index in olds if index in self.free_old]
            for old, new in zip(rest, [index for index in news if index in self.free_new], strict=False):
                self._take(old, new)

    def _near(self, key: Callable[[Thing], Hashable], shift: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> int:
        """The same place within the tolerance, once the old side is shifted; the closest first. Returns how many."""
        taken = 0
        for olds, news in self._groups(key):
            near = sorted(self._near_pairs(olds, news, shift))
            for _, old, new in near:
                if old in self.free_old and new in self.free_new:
                    self._take(old, new)
                    taken += 1
        return taken

    def _near_pairs(
        self, olds: list[int], news: list[int], shift: tuple[float, float, float]
    ) -> Iterator[tuple[float, int, int]]:
        cells: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for index in news:
            x, y, z = self.new[index].transform[:3]
            cells[floor(x / _CELL), floor(y / _CELL), floor(z / _CELL)].append(index)
        a, b, c = shift
        for old in olds:
            x, y, z, *matrix = self.old[old].transform
            place: Transform = (x + a, y + b, z + c, *matrix)  # type: ignore[assignment]
            xs, ys, zs = (
                {floor((value - TOLERANCE) / _CELL), floor((value + TOLERANCE) / _CELL)} for value in place[:3]
            )
            for cell in product(xs, ys, zs):
                for new in cells.get(cell, [])[:_CROWD]:
                    other = self.new[new].transform
                    if is_near(place, other):
                        yield max(abs(p - q) for p, q in zip(place, other, strict=True)), old, new

    def _by_id(self, agreeing: int) -> None:
        """An id is believed where so many of part, place and colour agree, and not the colour alone.

        One that a deleted part left behind is not its neighbour's.
        """
        by_id = {self.old[index].id: index for index in self.free_old if self.old[index].id}
        for new in sorted(self.free_new):
            thing = self.new[new]
            old = by_id.get(thing.id)
            if old is None or old not in self.free_old:
                continue
            before = self.old[old]
            alike = (thing.part == before.part) + is_near(before.transform, thing.transform)
            if alike and alike + (thing.colour == before.colour) >= agreeing:
                self._take(old, new)

    def _shifted(self, key: Callable[[Thing], Hashable]) -> None:
        """What was moved together: the shift most pairs agree on, then the next one."""
        for _ in range(_MOST_SHIFTS):
            shift = self._common_shift(key)
            if shift is None or self._near(key, shift) == 0:
                return

    def _common_shift(self, key: Callable[[Thing], Hashable]) -> tuple[float, float, float] | None:
        """The shift that at least two pairs share; None for none. Rare parts vote first: they tell the most."""
        votes: Counter[tuple[int, int, int]] = Counter()
        exact: dict[tuple[int, int, int], tuple[float, float, float]] = {}
        left = _MOST_VOTES
        turned: Callable[[Thing], Hashable] = lambda thing: (key(thing), *(round(v, 1) for v in thing.transform[3:]))  # noqa: E731
        for olds, news in sorted(self._groups(turned), key=lambda group: len(group[0]) * len(group[1])):
            for shift, weight in self._shifts(olds, news, left):
                vote = (round(shift[0], 1), round(shift[1], 1), round(shift[2], 1))
                cell = (round(10 * vote[0]), round(10 * vote[1]), round(10 * vote[2]))
                votes[cell] += weight
                exact.setdefault(cell, shift)
            left -= len(olds) * len(news)
        best = votes.most_common(1)
        return exact[best[0][0]] if best and best[0][1] > 1 else None

    def _shifts(self, olds: list[int], news: list[int], left: int) -> Iterator[tuple[tuple[float, float, float], int]]:
        """The shifts that pairs of alike things vote for; of a crowd, that of its middle, if none came or went."""
        if len(olds) * len(news) <= left:
            for old, new in product(olds, news):
                a, b = self.old[old].transform, self.new[new].transform
                yield (b[0] - a[0], b[1] - a[1], b[2] - a[2]), 1
        elif len(olds) == len(news):
            sums = [
                sum(self.new[new].transform[axis] for new in news) - sum(self.old[old].transform[axis] for old in olds)
                for axis in range(3)
            ]
            x, y, z = (value / len(olds) for value in sums)
            yield (x, y, z), len(olds)

    def _nearest(self, key: Callable[[Thing], Hashable]) -> None:
        for olds, news in self._groups(key):
            places_old = [_weighed(self.old[index].transform) for index in olds]
            places_new = [_weighed(self.new[index].transform) for index in news]
            passes = cost_of(len(olds), len(news))
            best = passes <= self.passes and len(olds) * len(news) <= _MOST_DISTANCES
            self.passes -= passes if best else 0
            for old, new in assign(places_old, places_new, best=best):
                self._take(olds[old], news[new])


def _weighed(transform: Transform) -> tuple[float, ...]:
    return (*transform[:3], *(_TURN * value for value in transform[3:]))
