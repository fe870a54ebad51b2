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
    kinds: dict[_What, int] = {}  # each kind of lot by a number: numbers are quicker to count by
    numbers: dict[str, int] = {}  # that of each part's file
    counts: dict[str, dict[tuple[int, int], int]] = {}
    for name in made.order:
        own: dict[tuple[int, int], int] = {}
        for flexible, times in made.uses[name].flexible.items():
            number = kinds.setdefault((flexible.name, True, True, flexible.length_mm), len(kinds))
            own[number, flexible.colour] = own.get((number, flexible.colour), 0) + times
        for (reference, colour), times in made.uses[name].listed.items():
            kind, target = made.resolve(reference)
            if kind is Kind.MODEL:
                for (number, own_colour), quantity in counts[target].items():
                    key = (number, colour if own_colour in (INHERIT, INHERIT_EDGE) else own_colour)
                    own[key] = own.get(key, 0) + quantity * times
            elif kind is Kind.PART or kind is Kind.CUSTOM:
                found = numbers.get(target)
                if found is None:
                    part, custom = part_id(target), kind is Kind.CUSTOM
                    found = kinds.setdefault((part if custom else today(part), custom, False, 0), len(kinds))
                    numbers[target] = found
                own[found, colour] = own.get((found, colour), 0) + times
        counts[name] = own
    whats = list(kinds)
    total = counts[made.order[-1]]
    lots = sorted(Lot(whats[n][0], colour, times, *whats[n][1:]) for (n, colour), times in total.items())
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
