"""What changed between two models: parts added, removed, recoloured and moved.

Placements are paired by their ids first, so a part that moved and a part that was replaced are told apart exactly; what
has no id on both sides is paired by part, colour and place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from .flatten import Flat, Placed

#: Places closer than this, in LDU and per matrix entry, are the same.
TOLERANCE = 0.01


@dataclass(slots=True)
class Comparison:
    """Pairs are (before, after); `same` pairs differ in nothing one could see."""

    same: list[tuple[Placed, Placed]] = field(default_factory=list)
    moved: list[tuple[Placed, Placed]] = field(default_factory=list)
    recoloured: list[tuple[Placed, Placed]] = field(default_factory=list)
    added: list[Placed] = field(default_factory=list)
    removed: list[Placed] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many placements differ."""
        return len(self.moved) + len(self.recoloured) + len(self.added) + len(self.removed)


_Key = Callable[[Placed], Hashable]


def _place(placed: Placed) -> Hashable:
    return tuple(round(value, 2) for value in placed.transform)


def _path(placed: Placed) -> Hashable:
    return (placed.path, placed.part) if placed.path else None


_KEYS: tuple[_Key, ...] = (
    lambda p: (p.part, p.colour, _place(p)),
    _path,
    lambda p: (p.part, _place(p)),
    lambda p: (p.part, p.colour),
)


def compare(before: Flat, after: Flat) -> Comparison:
    """The differences from `before` to `after`."""
    result = Comparison()
    old, new = before.placed, after.placed
    for key in _KEYS:
        pairs, old, new = _pair(old, new, key)
        for pair in pairs:
            _sort(pair, result)
    result.removed, result.added = old, new
    return result


def _pair(
    old: list[Placed], new: list[Placed], key: _Key
) -> tuple[list[tuple[Placed, Placed]], list[Placed], list[Placed]]:
    """Pair what has the same key, in order; return the pairs and both rests."""
    waiting: dict[Hashable, list[Placed]] = defaultdict(list)
    rest_old: list[Placed] = []
    for placed in old:
        value = key(placed)
        if value is None:
            rest_old.append(placed)
        else:
            waiting[value].append(placed)
    for candidates in waiting.values():
        candidates.reverse()
    pairs, rest_new = [], []
    for placed in new:
        value = key(placed)
        if value is not None and waiting.get(value):
            pairs.append((waiting[value].pop(), placed))
        else:
            rest_new.append(placed)
    for candidates in waiting.values():
        rest_old.extend(reversed(candidates))
    return pairs, rest_old, rest_new


def _sort(pair: tuple[Placed, Placed], result: Comparison) -> None:
    before, after = pair
    if before.colour != after.colour:
        result.recoloured.append(pair)
    elif max(abs(a - b) for a, b in zip(before.transform, after.transform, strict=True)) > TOLERANCE:
        result.moved.append(pair)
    else:
        result.same.append(pair)
