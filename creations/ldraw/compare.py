"""What changed between two models: parts and submodels added, removed, recoloured and moved.

Each model of the document is compared by itself, so that a change in one is one change, however often it stands in the
whole and however much it holds: moving a submodel of a thousand parts is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .document import Document, Placement, Transform
from .file_pairs import pair_files
from .flatten import Flat, Placed
from .limits import DEFAULT_LIMITS, Limits
from .matching import Thing, is_near, match
from .names import part_id
from .numbers import today
from .structure import Kind, Structure, structure


@dataclass(frozen=True, slots=True)
class Spot:
    """A part or submodel where it stands in a file.

    `part` is its number, or a submodel's title; `parts` how many parts it is, `times` how often its file is used in the
    whole. `path` tells it from all others of its document, empty where it has no id.
    """

    part: str
    colour: int
    transform: Transform
    path: str = ""
    parts: int = 1
    times: int = 1
    is_model: bool = False

    @property
    def id(self) -> str:
        """Its id, as in the paths of what `flatten` finds."""
        return self.path.rpartition("/")[2]


Pair = tuple[Spot, Spot]


@dataclass(frozen=True, slots=True)
class Alike:
    """`count` changes that read the same: of one part or submodel, from one colour to one other."""

    count: int
    before: Spot
    after: Spot


def alike(changes: Iterable[Pair]) -> list[Alike]:
    """Changes for a list that people read, the most frequent first; each with the first of its kind."""
    first: dict[tuple[object, ...], Pair] = {}
    counts: Counter[tuple[object, ...]] = Counter()
    for before, after in changes:
        key = (after.part, before.colour, after.colour, after.is_model, after.parts, after.times)
        first.setdefault(key, (before, after))
        counts[key] += 1
    return [Alike(count, *first[key]) for key, count in counts.most_common()]


@dataclass(slots=True)
class Comparison:
    """Pairs are (before, after); `same` pairs differ in nothing one could see."""

    same: list[Pair] = field(default_factory=list)
    moved: list[Pair] = field(default_factory=list)
    recoloured: list[Pair] = field(default_factory=list)
    added: list[Spot] = field(default_factory=list)
    removed: list[Spot] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many placements differ."""
        return len(self.moved) + len(self.recoloured) + len(self.added) + len(self.removed)

    def colours_before(self) -> dict[str, str]:
        """What became of a placement of the older model, by its id."""
        return {spot.id: "removed" for spot in self.removed}

    def colours_after(self) -> dict[str, str]:
        """What a placement of the newer model has become, by its id."""
        kinds = (("moved", self.moved), ("recoloured", self.recoloured))
        found = {after.id: kind for kind, pairs in kinds for _, after in pairs}
        return found | {spot.id: "added" for spot in self.added}


def compare(before: Document, after: Document, limits: Limits = DEFAULT_LIMITS) -> Comparison:
    """The differences from `before` to `after`. Raises LDrawError as `structure` does."""
    old, new = _Side(before, limits), _Side(after, limits)
    named = pair_files(before, after)
    result = Comparison()
    compared = set()
    for name in reversed(new.shape.order):
        older = named.get(name)
        if older in old.uses:
            compared.add(older)
            _compare(old.spots(older), new.spots(name, named), result)
        elif name == new.shape.order[-1]:
            result.added += [spot for spot, _ in new.spots(name)]
    if old.shape.order[-1] not in compared:
        result.removed += [spot for spot, _ in old.spots(old.shape.order[-1])]
    return result


def touched(changes: dict[str, str], flat: Flat) -> Iterator[tuple[str, Placed]]:
    """Each part of a model that a change concerns, its own or that of a submodel it is in, with the kind of change."""
    for placed in flat.placed if changes else ():
        for id in placed.path.split("/"):
            if id in changes:
                yield changes[id], placed
                break


class _Side:
    """One of the two documents: its models, how often each is used and how many parts it is."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.shape: Structure = structure(document, limits)
        self.uses = dict.fromkeys(self.shape.order, 0)
        self.uses[self.shape.order[-1]] = 1
        self.parts: dict[str, int] = {}
        for name in self.shape.order:
            self.parts[name] = sum(times * self._size(ref) for (ref, _), times in self.shape.uses[name].counts.items())
        for name in reversed(self.shape.order):
            for (reference, _), times in self.shape.uses[name].counts.items():
                kind, target = self.shape.resolve(reference)
                if kind is Kind.MODEL:
                    self.uses[target] += self.uses[name] * times

    def _size(self, reference: str) -> int:
        kind, target = self.shape.resolve(reference)
        return self.parts[target] if kind is Kind.MODEL else int(kind in (Kind.PART, Kind.CUSTOM))

    def spots(self, name: str, named: dict[str, str] | None = None) -> list[tuple[Spot, Thing]]:
        """What a file places, beside what is compared of it; `named` tells the older names of models."""
        file, hidden = self.shape.files[name], self.shape.listing(name).hidden
        lines = (line for k, line in enumerate(file.lines) if isinstance(line, Placement) and k not in hidden)
        return [both for line in lines if (both := self._spot(name, line, named or {})) is not None]

    def _spot(self, name: str, line: Placement, named: dict[str, str]) -> tuple[Spot, Thing] | None:
        kind, target = self.shape.resolve(line.name)
        if kind not in (Kind.PART, Kind.CUSTOM, Kind.MODEL):
            return None
        path = f"{name}/{line.id}" if line.id else ""
        times = self.uses[name]
        if kind is not Kind.MODEL:
            part = today(part_id(target)) if kind is Kind.PART else part_id(target)
            return Spot(part, line.colour, line.transform, path, 1, times), _thing(part, line)
        file = self.shape.files[target]
        title = file.title or part_id(target)
        spot = Spot(title, line.colour, line.transform, path, self.parts[target], times, True)
        return spot, _thing(named.get(target, target), line)


def _thing(part: str, line: Placement) -> Thing:
    return Thing(part, line.colour, line.transform, line.id)


def _compare(old: list[tuple[Spot, Thing]], new: list[tuple[Spot, Thing]], result: Comparison) -> None:
    pairs = match([thing for _, thing in old], [thing for _, thing in new])
    for index, (spot, _) in enumerate(new):
        if index in pairs:
            _sort((old[pairs[index]][0], spot), result)
        else:
            result.added.append(spot)
    gone = set(range(len(old))) - set(pairs.values())
    result.removed += [old[index][0] for index in sorted(gone)]


def _sort(pair: Pair, result: Comparison) -> None:
    before, after = pair
    if before.colour != after.colour:
        result.recoloured.append(pair)
    elif is_near(before.transform, after.transform):
        result.same.append(pair)
    else:
        result.moved.append(pair)
