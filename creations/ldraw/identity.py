"""Give placements the stable ids by which revisions and forks are compared.

An id is written as `0 !PROSUM ID <id>` before its placement. A file from elsewhere has none, or lost some: its
placements take the ids of those of the parent that they are (see `matching`); what is left is new.
"""

from __future__ import annotations

import secrets

from .document import Document, File
from .file_pairs import models, pair_files
from .matching import Thing, match
from .names import normalise


def assign_ids(document: Document, parent: Document | None = None) -> None:
    """Fill every empty id of the document's models in place; ids that occur twice in one file are renewed.

    An id that is there already is believed unless the parent gives it to something else.
    """
    named = pair_files(parent, document) if parent else {}
    olds = models(parent) if parent else {}
    kinds = document.kinds()
    for file in document.files:
        if document.is_model(file, kinds):
            older = olds.get(named.get(normalise(file.name), ""))
            if older is not None:
                _inherit(file, older, named)
            _fill(file)


def things(file: File, named: dict[str, str] | None = None) -> list[Thing]:
    """The placements of a model as they are compared; `named` tells the older names of models."""
    named = named or {}
    return [
        Thing(named.get(name := placement.name, name), placement.colour, placement.transform, placement.id)
        for placement in file.placements
    ]


def _inherit(file: File, parent: File, named: dict[str, str]) -> None:
    """Give the placements the ids of what they were in the parent, and take away what is somebody else's."""
    before, now = list(parent.placements), list(file.placements)
    pairs = match(things(parent), things(file, named))
    known = {placement.id for placement in before if placement.id}
    for index, placement in enumerate(now):
        if index in pairs and before[pairs[index]].id:
            placement.id = before[pairs[index]].id
        elif placement.id in known:
            placement.id = ""


def _fill(file: File) -> None:
    taken: set[str] = set()
    nameless = []
    for placement in file.placements:
        if placement.id and placement.id not in taken:
            taken.add(placement.id)
        else:
            nameless.append(placement)
    for placement in nameless:
        placement.id = _new_id(taken)


def _new_id(taken: set[str]) -> str:
    while True:
        made = secrets.token_urlsafe(6)
        if made not in taken:
            taken.add(made)
            return made
