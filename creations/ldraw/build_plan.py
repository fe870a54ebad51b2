"""The order in which a model is built: its steps, each submodel built before the step that puts it in place.

A submodel that stands in several places is built once and then "again": its further copies appear with the step that
places them. Files without steps of their own get sensible ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from .colours import INHERIT, INHERIT_EDGE
from .document import Document
from .limits import DEFAULT_LIMITS, Limits
from .names import part_id
from .parts_list import Lot
from .sensible_steps import MOST_PARTS, Box, placed_box, sensible_steps
from .step_items import Item, read_items, step_lots
from .step_views import StepView
from .structure import Kind, Structure, structure

_STUD_BOX: Box = (-10.0, 0.0, -10.0, 10.0, 24.0, 10.0)


@dataclass(frozen=True, slots=True)
class StepSubmodel:
    """Finished submodels a step puts in place. `built` is the index of the step that finishes the first of them."""

    title: str
    colour: int
    quantity: int
    built: int


@dataclass(frozen=True, slots=True)
class BuildStep:
    """One step of the whole plan.

    `title` is of the submodel it builds, empty for the model itself; `number` of `of` counts within it. What lies before the
    builder is what the steps from `first` on have added. `times` says how many of the submodel the step after needs.
    `view` is how to hold it, None as usual.
    """

    title: str
    number: int
    of: int
    first: int
    times: int
    lots: tuple[Lot, ...]
    submodels: tuple[StepSubmodel, ...]
    view: StepView | None = None


@dataclass(slots=True)
class BuildPlan:
    """`placed` and `drawn` tell the step, as an index into `steps`, of each entry of the lists `flatten` gives."""

    steps: list[BuildStep] = field(default_factory=list)
    placed: list[int] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)


def build_plan(
    document: Document,
    bounds: Callable[[str], Box | None],
    limits: Limits = DEFAULT_LIMITS,
    shape: Structure | None = None,
) -> BuildPlan:
    """The plan of a document's main model. `bounds` gives a part's box in its own LDU. Raises LDrawError as `structure`."""
    made = shape or structure(document, limits)
    planner = _Planner(made, bounds)
    numbers = planner.build(made.order[-1], INHERIT, 1, is_main=True)
    return BuildPlan(planner.steps, numbers.placed, numbers.drawn)


@dataclass(slots=True)
class _Numbers:
    placed: list[int] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)


class _Planner:
    def __init__(self, made: Structure, bounds: Callable[[str], Box | None]) -> None:
        self.made = made
        self.bounds = bounds
        self.steps: list[BuildStep] = []
        self._built: dict[tuple[str, int], int] = {}
        self._items: dict[str, list[Item]] = {}
        self._views: dict[tuple[str, int], StepView | None] = {}
        self._sizes: dict[str, tuple[int, int]] = {}
        self._boxes: dict[str, Box | None] = {}

    def build(self, name: str, colour: int, times: int, is_main: bool = False) -> _Numbers:
        """Append the steps of a file's first copy. Depth is bounded by `Limits.depth`."""
        items = self._items_of(name)
        if is_main and len(items) == 1 and items[0].kind is Kind.MODEL:
            # A file that only wraps another one.
            return self.build(items[0].name, self._own(items[0], colour), 1, is_main=True)
        members: dict[int, list[int]] = defaultdict(list)
        for k, item in enumerate(items):
            members[item.group].append(k)
        groups = sorted(members)
        first = len(self.steps)
        numbers: list[_Numbers] = [_Numbers() for _ in items]
        for number, group in enumerate(groups, start=1):
            here = members[group]
            models = Counter((items[k].name, self._own(items[k], colour)) for k in here if self._is_built(items[k]))
            again: list[int] = []
            for k in here:
                key = (items[k].name, self._own(items[k], colour))
                if items[k].kind is not Kind.MODEL:
                    continue
                if key in self._built or key not in models or not any(self._size(items[k].name)):
                    again.append(k)
                    continue
                numbers[k] = self.build(*key, models[key])
                self._built[key] = len(self.steps) - 1
            step = len(self.steps)
            for k in here:
                if items[k].kind is None:
                    numbers[k].drawn.append(step)
                elif items[k].kind is not Kind.MODEL:
                    numbers[k].placed.append(step)
            for k in again:
                placed, drawn = self._size(items[k].name)
                numbers[k] = _Numbers([step] * placed, [step] * drawn)
            loose = [lot for k in here for lot in items[k].lots]
            self.steps.append(
                BuildStep(
                    title="" if is_main else self._title(name),
                    number=number,
                    of=len(groups),
                    first=first,
                    times=times,
                    lots=step_lots(loose, colour),
                    submodels=tuple(
                        StepSubmodel(self._title(model), own, quantity, self._built[model, own])
                        for (model, own), quantity in models.items()
                        if (model, own) in self._built
                    ),
                    view=self._views.get((name, group)),
                )
            )
        return _Numbers([n for one in numbers for n in one.placed], [n for one in numbers for n in one.drawn])

    def _is_built(self, item: Item) -> bool:
        """Whether it is a submodel with steps of its own.

        A hose in a file of its own is put in place as a part is, and what is not listed is only shown.
        """
        return item.kind is Kind.MODEL and item.listed and self.made.flexible(item.name) is None

    @staticmethod
    def _own(item: Item, colour: int) -> int:
        return colour if item.colour in (INHERIT, INHERIT_EDGE) else item.colour

    def _title(self, name: str) -> str:
        file = self.made.files[name]
        return file.title or file.name.rsplit("\\", 1)[-1].rsplit(".", 1)[0]

    def _items_of(self, name: str) -> list[Item]:
        """What the file shows, in the order of its lines, in the groups of its steps or of sensible ones."""
        if name not in self._items:
            found, views = read_items(self.made, name)
            self._items[name] = found
            self._views |= {(name, group): view for group, view in views.items()}
            # Faces after the last step belong to it.
            groups = sorted({item.group for item in found if item.kind is not None}) or [0]
            for item in found:
                item.group = min(item.group, groups[-1])
            if len(groups) == 1:
                self._step_sensibly(found)
        return self._items[name]

    def _step_sensibly(self, items: list[Item]) -> None:
        """Groups for a file that has no steps; segments of a hose come together, faces last."""
        standing = [item for item in items if item.kind is not None and item.first is None]
        if len(standing) <= MOST_PARTS:
            return
        steps = sensible_steps([self._box_of(item) or _STUD_BOX for item in standing])
        for item, step in zip(standing, steps, strict=True):
            item.group = step
        for item in items:
            if item.kind is None:
                item.group = max(steps)
            elif item.first is not None:
                item.group = item.first.group

    def _size(self, name: str) -> tuple[int, int]:
        """How many entries a copy of a file has in the two lists of `flatten`."""
        if name not in self._sizes:
            placed = drawn = 0
            for item in self._items_of(name):
                more = (1, 0) if item.kind in (Kind.PART, Kind.CUSTOM) else (0, 1)
                more = self._size(item.name) if item.kind is Kind.MODEL else more
                placed, drawn = placed + more[0], drawn + more[1]
            self._sizes[name] = (placed, drawn)
        return self._sizes[name]

    def _box_of(self, item: Item) -> Box | None:
        assert item.transform is not None
        own = self._model_box(item.name) if item.kind is Kind.MODEL else self.bounds(part_id(item.name)) or _STUD_BOX
        return placed_box(item.transform, own) if own else None

    def _model_box(self, name: str) -> Box | None:
        if name not in self._boxes:
            boxes = [box for item in self._items_of(name) if item.transform and (box := self._box_of(item))]
            around: Box | None = None
            for box in boxes:
                around = box if around is None else _union(around, box)
            self._boxes[name] = around
        return self._boxes[name]


def _union(a: Box, b: Box) -> Box:
    return (
        min(a[0], b[0]), min(a[1], b[1]), min(a[2], b[2]), max(a[3], b[3]), max(a[4], b[4]), max(a[5], b[5]),
    )  # fmt: skip
