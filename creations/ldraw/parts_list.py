"""The parts list: which parts, in which colours, how many.

References are followed through embedded models; an embedded part is one lot of its own (custom); primitives and
subparts are geometry and never counted. Counts are multiplied, not expanded, so a model's size does not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .colours import INHERIT, INHERIT_EDGE
from .document import Document
from .errors import LDrawError
from .limits import DEFAULT_LIMITS, Limits
from .names import part_id
from .numbers import today
from .structure import Kind, Structure, structure


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    """A part in a colour, `quantity` times. `custom` marks a part the file itself defines."""

    part: str
    colour: int
    quantity: int
    custom: bool = False


@dataclass(frozen=True, slots=True)
class PartsList:
    """Lots in the order of part and colour; `missing` names submodels the file refers to and does not hold."""

    items: tuple[Lot, ...]
    missing: tuple[str, ...] = field(default=())

    @property
    def parts(self) -> int:
        """How many parts there are in all."""
        return sum(lot.quantity for lot in self.items)

    @property
    def lots(self) -> int:
        """How many different parts in colours there are."""
        return len(self.items)

    def __iter__(self) -> Iterator[Lot]:
        return iter(self.items)


_Key = tuple[str, int, bool]


def parts_list(document: Document, limits: Limits = DEFAULT_LIMITS, shape: Structure | None = None) -> PartsList:
    """The parts list of a document's main model.

    Raises LDrawError when nothing is placed or submodels contain each other, LDrawLimitError over a limit.
    """
    made = shape or structure(document, limits)
    if not any(made.uses[name].counts for name in made.order):
        if document.problems:
            first = document.problems[0]
            raise LDrawError(f"{first.reason}; nothing else is placed", file=document.name, line=first.line)
        raise LDrawError("the file places nothing: no line of type 1 was found", file=document.name)
    counts: dict[str, Counter[_Key]] = {}
    missing: dict[str, None] = {}
    for name in made.order:
        own: Counter[_Key] = Counter()
        models: Counter[tuple[str, int]] = Counter()
        for (reference, colour), times in made.uses[name].counts.items():
            kind, target = made.resolve(reference)
            if kind is Kind.PART or kind is Kind.CUSTOM:
                part = part_id(target)
                own[part if kind is Kind.CUSTOM else today(part), colour, kind is Kind.CUSTOM] += times
            elif kind is Kind.MODEL:
                models[target, colour] += times
            elif kind is Kind.MISSING:
                missing[made.uses[name].first[reference].reference] = None
        for (target, colour), times in models.items():
            for (part, own_colour, custom), quantity in counts[target].items():
                shown = colour if own_colour in (INHERIT, INHERIT_EDGE) else own_colour
                own[part, shown, custom] += quantity * times
        counts[name] = own
    lots = sorted(Lot(part, colour, n, custom) for (part, colour, custom), n in counts[made.order[-1]].items())
    return PartsList(tuple(lots), tuple(missing))
