"""What the lines of a file add to a building step: parts, submodels, faces of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .colours import INHERIT, INHERIT_EDGE
from .document import Placement, Transform, is_step, line_type
from .listing import Flexible
from .names import part_id
from .numbers import today
from .parts_list import Lot
from .step_views import StepView, view_after
from .structure import Kind, Structure


@dataclass(frozen=True, slots=True)
class Loose:
    """A part of a lot, in a colour as in a placement."""

    part: str
    colour: int
    custom: bool = False
    flexible: bool = False
    length_mm: int = 0

    @classmethod
    def of(cls, flexible: Flexible, colour: int) -> Loose:
        """A flexible part in a file that is placed in `colour`."""
        own = colour if flexible.colour in (INHERIT, INHERIT_EDGE) else flexible.colour
        return cls(flexible.name, own, True, True, flexible.length_mm)


@dataclass(slots=True)
class Item:
    """A line of a file that shows something; a file's own faces are one item, without a kind.

    What it adds to its step's list is `lots`, in the file's own colours. A segment of a hose stands where its first does.
    """

    kind: Kind | None
    name: str
    colour: int
    transform: Transform | None
    group: int
    lots: list[Loose] = field(default_factory=list)
    first: Item | None = None
    listed: bool = True


def read_items(made: Structure, name: str) -> tuple[list[Item], dict[int, StepView | None]]:
    """What a file shows, in the order of its lines and the groups of its own steps, and how to hold each group."""
    found: list[Item] = []
    listing = made.listing(name)
    firsts: dict[int, Item] = {}
    waiting: list[Loose] = []  # hoses whose first segment comes next
    group, is_open, has_faces = 0, False, False
    view: StepView | None = None
    views: dict[int, StepView | None] = {}
    for index, line in enumerate(made.files[name].lines):
        if index in listing.flexible:
            waiting.append(Loose.of(listing.flexible[index], INHERIT))
        if isinstance(line, str):
            if is_step(line):
                view = view_after(line, view)
                if is_open:
                    views[group] = view
                    group, is_open = group + 1, False
            item = Item(None, "", INHERIT, None, group) if line_type(line) in ("3", "4") else None
        else:
            item = None if index in listing.hidden else _item(made, line, group)
            if item is not None and index in listing.unlisted:
                item.lots, item.listed = [], False
                draws = listing.unlisted[index]
                if draws >= 0:
                    item.first = firsts.get(draws)
                    firsts.setdefault(draws, item)
        if item is None or (item.kind is None and has_faces):
            continue
        has_faces = has_faces or item.kind is None
        is_open = is_open or item.kind is not None
        item.lots += waiting
        waiting = []
        found.append(item)
    views.setdefault(group, view)
    if found:
        found[-1].lots += waiting
    return found, views


def _item(made: Structure, line: Placement, group: int) -> Item | None:
    """What a placement shows; geometry is of the file's own faces."""
    kind, target = made.resolve(line.name)
    if kind in (Kind.MISSING, Kind.HELPER):
        return None
    if kind is Kind.GEOMETRY:
        return Item(None, target, INHERIT, None, group)
    item = Item(kind, target, line.colour, line.transform, group)
    if kind is not Kind.MODEL:
        part = part_id(target)
        item.lots = [Loose(part, line.colour, True) if kind is Kind.CUSTOM else Loose(today(part), line.colour)]
    elif (flexible := made.flexible(target)) is not None:
        item.lots = [Loose.of(flexible, line.colour)]
    return item


def step_lots(parts: Iterable[Loose], colour: int) -> tuple[Lot, ...]:
    """The most first, in a file that is placed in `colour`."""
    counted = Counter(
        replace(part, colour=colour) if part.colour in (INHERIT, INHERIT_EDGE) else part for part in parts
    )
    order = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0].part, entry[0].colour, entry[0].length_mm))
    return tuple(
        Lot(lot.part, lot.colour, quantity, lot.custom, lot.flexible, lot.length_mm) for lot, quantity in order
    )
