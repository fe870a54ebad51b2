"""The parts list: which parts, in which colours, how many.

References are followed through embedded models; an embedded part is one lot of its own (custom); primitives and
subparts are geometry and never counted. Counts are multiplied, not expanded, so a model's size does not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .colours import INHERIT, INHERIT_EDGE
from .document import Document
from .errors import LDrawError
from .limits import DEFAULT_LIMITS, Limits
from .names import part_id
from .numbers import today
from .structure import Kind, Structure, structure


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    """A part in a colour, `quantity` times. `custom` marks a part the file itself defines, which no shop sells.

    A `flexible` one (a hose, a band) is such a part, under its kind or title; `length_mm` is 0 where no file tells it.
    """

    part: str
    colour: int
    quantity: int
    custom: bool = False
    flexible: bool = False
    length_mm: int = 0


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


#: Part, custom, flexible, length: a lot but for its colour and quantity.
_What = tuple[str, bool, bool, int]


def parts_list(document: Document, limits: Limits = DEFAULT_LIMITS, shape: Structure | None = None) -> PartsList:
    """The parts list of a document's main model.

    Raises LDrawError when nothing is placed or submodels contain each other, LDrawLimitError over a limit.
    """
    made = shape or structure(document, limits)
    if not any(made.uses[name].counts or made.uses[name].flexible for name in made.order):
        raise _places_nothing(made)
    counts: dict[str, Counter[tuple[_What, int]]] = {}
    for name in made.order:
        own: Counter[tuple[_What, int]] = Counter()
        for flexible, times in made.uses[name].flexible.items():
            own[(flexible.name, True, True, flexible.length_mm), flexible.colour] += times
        for (reference, colour), times in made.uses[name].listed.items():
            kind, target = made.resolve(reference)
            if kind is Kind.PART:
                own[(today(part_id(target)), False, False, 0), colour] += times
            elif kind is Kind.CUSTOM:
                own[(part_id(target), True, False, 0), colour] += times
            elif kind is Kind.MODEL:
                for (what, own_colour), quantity in counts[target].items():
                    shown = colour if own_colour in (INHERIT, INHERIT_EDGE) else own_colour
                    own[what, shown] += quantity * times
        counts[name] = own
    lots = sorted(
        Lot(part, colour, quantity, custom, flexible, length)
        for ((part, custom, flexible, length), colour), quantity in counts[made.order[-1]].items()
    )
    return PartsList(tuple(lots), tuple(_missing(made)))


def _missing(made: Structure) -> Iterator[str]:
    """The models that are referred to and not there, as they were written first."""
    told: set[str] = set()
    for name in made.order:
        for reference, placement in made.uses[name].first.items():
            if made.resolve(reference)[0] is Kind.MISSING and placement.reference not in told:
                told.add(placement.reference)
                yield placement.reference


def _places_nothing(made: Structure) -> LDrawError:
    document = made.document
    if document.problems:
        first = document.problems[0]
        return LDrawError(f"{first.reason}; nothing else is placed", file=document.name, line=first.line)
    if any(True for name in made.order for _ in made.files[name].placements):
        return LDrawError("all that the file places is taken back or left out again", file=document.name)
    return LDrawError("the file places nothing: no line of type 1 was found", file=document.name)


def added_up(lists: Sequence[PartsList]) -> PartsList:
    """One list of the parts of several models."""
    if len(lists) == 1:
        return lists[0]
    quantities: Counter[Lot] = Counter()
    for lot in (lot for parts in lists for lot in parts):
        quantities[replace(lot, quantity=0)] += lot.quantity
    missing = dict.fromkeys(name for parts in lists for name in parts.missing)
    lots = sorted(replace(lot, quantity=quantity) for lot, quantity in quantities.items())
    return PartsList(tuple(lots), tuple(missing))
