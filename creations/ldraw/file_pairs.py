"""Which model of an older document is which of a newer one: by the ids they share, by what they hold, then by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import floor
from typing import Any

from .document import Document, File
from .names import normalise

#: Files that hold at least this share of the same parts may be one and the same.
_ALIKE = 0.5
#: Files that differ by less in that are alike enough for their names to tell them apart.
_STEP = 0.25
#: By how many lines a file is known that places nothing.
_WORDS = 200
#: More pairs than these are not weighed one by one; names and equal contents decide then.
_MOST_PAIRS = 40_000
#: A part in a colour that more files hold than this tells nothing about any of them.
_COMMON = 60

_Key = tuple[str, int]


def models(document: Document) -> dict[str, File]:
    """The models of a document by their normalised names, the main one first."""
    kinds = document.kinds()
    found = {normalise(document.main.name): document.main}
    for name, file in document.index().items():
        if document.is_model(file, kinds):
            found.setdefault(name, file)
    return found


def pair_files(old: Document, new: Document) -> dict[str, str]:
    """The name of the older model for each of the newer ones, as far as one is known. Names are normalised."""
    return _Pairing(models(old), models(new)).pairs()


class _Pairing:
    def __init__(self, old: dict[str, File], new: dict[str, File]) -> None:
        self.old = old
        self.new = new
        self.found: dict[str, str] = {}
        self.free = set(old)

    def pairs(self) -> dict[str, str]:
        for _, older, newer in sorted(self._by_ids()):
            self._take(older, newer)
        for _, older, newer in sorted(self._by_contents()):
            self._take(older, newer)
        for newer in self.new:
            self._take(newer, newer)
        self._take(next(iter(self.old)), next(iter(self.new)))  # the main file was renamed and rebuilt
        return self.found

    def _take(self, older: str, newer: str) -> None:
        if older in self.free and newer not in self.found:
            self.found[newer] = older
            self.free.discard(older)

    def _by_ids(self) -> Iterator[tuple[int, str, str]]:
        home: dict[str, list[str]] = defaultdict(list)
        for name, file in self.old.items():
            for placement in file.placements:
                if placement.id:
                    home[placement.id].append(name)
        for newer, file in self.new.items():
            shared = Counter(name for placement in file.placements for name in home.get(placement.id, ())[:4])
            for older, times in shared.items():
                yield -times, older, newer

    def _by_contents(self) -> Iterator[tuple[tuple[float, ...], str, str]]:
        """Equal files first. Of several that are about as alike, the one of the same name, then the most alike."""
        olds = {name: _contents(self.old[name], self.old) for name in self.old if name in self.free}
        holders: dict[_Key, list[str]] = defaultdict(list)
        for name, held in olds.items():
            for key in held:
                holders[key].append(name)
        placed_old = {name: _places(self.old[name], self.old) for name in olds}
        place = {name: number for number, name in enumerate([*self.old])}
        budget = _MOST_PAIRS
        for number, (newer, file) in enumerate(self.new.items()):
            if newer in self.found:
                continue
            contents, placed = _contents(file, self.new), _places(file, self.new)
            candidates = {name for key in contents if len(holders[key]) <= _COMMON for name in holders[key]}
            candidates |= {newer} & olds.keys()
            budget -= len(candidates)
            for older in candidates if budget > 0 else {newer} & olds.keys():
                alike, same = _share(contents, olds[older]), _share(placed, placed_old[older])
                if alike >= _ALIKE:
                    is_named = newer == older or (number == 0 and place[older] == 0)
                    about = -1.0 if same == 1 else -floor(alike / _STEP) * _STEP
                    yield (same < 1, about, not is_named, -alike, -same, abs(number - place[older])), older, newer


def _contents(file: File, models: dict[str, File]) -> Counter[_Key]:
    """The parts it places; of submodels only that there are some, for they may have other names.

    A file that places nothing (a hose of faces) is known by its words.
    """
    placed = Counter(
        ("", 0) if (name := placement.name) in models else (name, placement.colour) for placement in file.placements
    )
    return placed or Counter((line, 0) for line in file.lines[:_WORDS] if isinstance(line, str) and line.strip())


def _places(file: File, models: dict[str, File]) -> Counter[tuple[Any, ...]]:
    """The same with where each stands, to a tenth of an LDU."""
    return Counter(
        ("" if (name := placement.name) in models else name, *(round(value, 1) for value in placement.transform))
        for placement in file.placements
    )


def _share(a: Counter[Any], b: Counter[Any]) -> float:
    most = max(a.total(), b.total())
    return sum(min(times, b[key]) for key, times in a.items()) / most if most else 1.0
