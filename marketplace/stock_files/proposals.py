"""Which part may have been meant by a number that no part has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from creations.ldraw.numbers import today

#: So many are proposed.
_MOST = 3
#: A number's mould: its digits and the letters before them, without variants, prints and assemblies.
_MOULD = re.compile(r"[a-z]*\d+")


class Proposals:
    """The parts there are, by name and by mould. `names`: part -> its description, the library's order."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._by_name: dict[str, list[str]] = {}
        self._by_mould: dict[str, list[str]] = {}

    def of(self, number: str, item: str = "") -> tuple[str, ...]:
        """The likeliest parts: of the same name, of the same mould with the fewest additions."""
        self._index()
        number = number.strip().lower().removesuffix(".dat")
        found = list(self._by_name.get(_plain(item), [])[:_MOST]) if item else []
        if mould := _MOULD.match(number):
            alike = self._by_mould.get(mould[0], [])
            found += sorted(alike, key=lambda part: (-_shared(part, number), len(part), part))[:_MOST]
        parts = dict.fromkeys(part for part in map(today, found) if part in self._names)
        return tuple(parts)[:_MOST]

    def _index(self) -> None:
        if self._by_mould:
            return
        by_name, by_mould = defaultdict(list), defaultdict(list)
        for part, name in self._names.items():
            by_name[_plain(name)].append(part)
            if mould := _MOULD.match(part):
                by_mould[mould[0]].append(part)
        self._by_name, self._by_mould = dict(by_name), dict(by_mould)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "", name.casefold())


def _shared(one: str, other: str) -> int:
    """How many letters two numbers begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
