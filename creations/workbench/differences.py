"""What two people (or one, in two places) each changed since the same revision."""

from __future__ import annotations

from dataclasses import dataclass, field

from .. import ldraw
from ..kept_models import kept_document
from ..ldraw.compare import Comparison, Spot, compare
from ..models import Revision


@dataclass(slots=True)
class Counts:
    """How many parts and submodels, each once where it stands in a model."""

    added: int = 0
    removed: int = 0
    recoloured: int = 0
    moved: int = 0


@dataclass(slots=True)
class Differences:
    """`base` and `newest` are numbers of revisions, 0 for none. `both` names the parts that each side changed."""

    base: int
    newest: int
    mine: Counts
    theirs: Counts
    both: list[str] = field(default_factory=list)


def differences(
    base: Revision | None, mine: ldraw.Document, newest: Revision | None, limits: ldraw.Limits
) -> Differences:
    """Compare the model on the workbench and the newest revision with the one that both began from."""
    before = _document_of(base)
    here, there = compare(before, mine, limits), compare(before, _document_of(newest), limits)
    touched = _touched(there)
    return Differences(
        base.number if base else 0,
        newest.number if newest else 0,
        _counts(here),
        _counts(there),
        sorted({spot.part for path, spot in _touched(here).items() if path in touched}),
    )


def _document_of(revision: Revision | None) -> ldraw.Document:
    return ldraw.Document("", [ldraw.File("")]) if revision is None else kept_document(revision)


def _counts(found: Comparison) -> Counts:
    return Counts(len(found.added), len(found.removed), len(found.recoloured), len(found.moved))


def _touched(found: Comparison) -> dict[str, Spot]:
    """What was there before and is no longer as it was, by its path."""
    pairs = [before for before, _after in (*found.moved, *found.recoloured)]
    return {spot.path: spot for spot in (*pairs, *found.removed) if spot.path}
