"""Give placements the stable ids by which revisions and forks are compared.

An id is written as `0 !PROSUM ID <id>` before its placement. A file from elsewhere has none: each of its placements takes
the id of the parent's placement of the same part, colour and place in the same submodel, then of the same part and
place, then of the same part and colour in order; what is left is new.
"""

from __future__ import annotations

import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Hashable

from .document import Document, File, Placement
from .names import normalise

_Key = Callable[[Placement], Hashable]


def _place(placement: Placement) -> Hashable:
    return tuple(round(value, 3) for value in placement.transform)


_MATCHES: tuple[_Key, ...] = (
    lambda p: (p.name, p.colour, _place(p)),
    lambda p: (p.name, _place(p)),
    lambda p: (p.name, p.colour),
)


def assign_ids(document: Document, parent: Document | None = None) -> None:
    """Fill every empty id of the document's models in place; ids that occur twice in one file are renewed."""
    parents = parent.index() if parent else {}
    if parent and normalise(document.main.name) not in parents:
        parents[normalise(document.main.name)] = parent.main  # the file was renamed, the model is the same
    kinds = document.kinds()
    for file in document.files:
        if document.is_model(file, kinds):
            _fill(file, parents.get(normalise(file.name)))


def _fill(file: File, parent: File | None) -> None:
    taken: set[str] = set()
    nameless: list[Placement] = []
    for placement in file.placements:
        if placement.id and placement.id not in taken:
            taken.add(placement.id)
        else:
            placement.id = ""
            nameless.append(placement)
    for key in _MATCHES if parent else ():
        free: dict[Hashable, deque[str]] = defaultdict(deque)
        for candidate in parent.placements if parent else ():
            if candidate.id and candidate.id not in taken:
                free[key(candidate)].append(candidate.id)
        rest = []
        for placement in nameless:
            ids = free.get(key(placement))
            if ids:
                placement.id = ids.popleft()
                taken.add(placement.id)
            else:
                rest.append(placement)
        nameless = rest
    for placement in nameless:
        placement.id = _new_id(taken)


def _new_id(taken: set[str]) -> str:
    while True:
        made = secrets.token_urlsafe(6)
        if made not in taken:
            taken.add(made)
            return made
