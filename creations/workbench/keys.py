"""Names inside a workbench's document that two layouts of one model agree on: by ids and names, never by position."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

from ..ldraw.names import normalise

#: The key of the main model, whatever it is called.
MAIN = "main"


def file_key(name: str, taken: set[str]) -> str:
    """The key of a submodel or embedded part of this name; of two of one name, the second has another."""
    key = urlsafe_b64encode(hashlib.blake2s(normalise(name).encode(), digest_size=6).digest()).decode()
    number = 1
    made = key
    while made in taken:
        number += 1
        made = f"{key}.{number}"
    taken.add(made)
    return made


class LineKeys:
    """Keys for the steps and remarks of one file: each is named for the placement beside it.

    A step is named for the first placement in it, a remark for the last placement before it; what has no such neighbour
    is counted from the last one that there was.
    """

    def __init__(self, placements: set[str]) -> None:
        self._placements = placements
        self._last = ""
        self._since = 0

    def passed(self, placement: str) -> None:
        """Say that a placement with this id was met: what follows hangs on it."""
        self._last, self._since = placement, 0

    def remark(self) -> str:
        """The key of the next line that places nothing."""
        self._since += 1
        key = f"~{self._last}.{self._since}"
        while key in self._placements:  # a file may use any words as ids
            key += "."
        return key

    def step(self, first: str | None) -> str:
        """The key of a step that begins with the placement `first`, or holds none."""
        if first is not None:
            return f"s-{first}"
        self._since += 1
        return f"e-{self._last}.{self._since}"
