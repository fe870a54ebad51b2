"""Expand a document into single part placements in model space, with their steps."""

from __future__ import annotations

from dataclasses import dataclass

from .colours import INHERIT, INHERIT_EDGE
from .document import IDENTITY, Document, Transform, is_step, line_type
from .limits import DEFAULT_LIMITS, Limits
from .names import part_id
from .numbers import place_of, today
from .structure import Kind, Structure, structure
from .texmap import textured


@dataclass(frozen=True, slots=True)
class Placed:
    """One part where it stands in the whole model.

    `transform` maps the part's LDU to the model's. `step` counts from 0 in the order of building: a submodel's own steps
    come before the step that places it. `path` joins the ids that lead to it, empty where one is missing.
    """

    part: str
    colour: int
    transform: Transform
    step: int
    custom: bool
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A model's own lines and faces (a hose some program filled in): `file` draws itself under `transform`."""

    file: str
    colour: int
    transform: Transform
    step: int


@dataclass(slots=True)
class Flat:
    """All that a model shows. `steps` is the number of building steps."""

    placed: list[Placed]
    drawn: list[Drawn]
    steps: int


def compose(outer: Transform, inner: Transform) -> Transform:
    """The transform that first applies `inner`, then `outer`."""
    x, y, z, a, b, c, d, e, f, g, h, i = outer
    p, q, r, j, k, m, n, o, s, t, u, v = inner
    return (
        a * p + b * q + c * r + x,
        d * p + e * q + f * r + y,
        g * p + h * q + i * r + z,
        a * j + b * n + c * t,
        a * k + b * o + c * u,
        a * m + b * s + c * v,
        d * j + e * n + f * t,
        d * k + e * o + f * u,
        d * m + e * s + f * v,
        g * j + h * n + i * t,
        g * k + h * o + i * u,
        g * m + h * s + i * v,
    )


def flatten(document: Document, limits: Limits = DEFAULT_LIMITS, shape: Structure | None = None) -> Flat:
    """Every part of the main model where it stands. Counts are checked before anything is expanded."""
    made = shape or structure(document, limits)
    flat = Flat([], [], 0)
    root = made.order[-1]
    _expand(made, root, IDENTITY, INHERIT, "", True, flat)
    flat.steps = max((placed.step for placed in flat.placed), default=0) + 1
    return flat


def _expand(
    made: Structure, name: str, outer: Transform, colour: int, path: str, traced: bool, flat: Flat, step: int = 0
) -> int:
    """Append what `name` shows; return the step after its last. Depth is bounded by `Limits.depth`."""
    open_step = False  # whether the current step has placed something
    drawn = False
    hidden = made.listing(name).hidden
    for index, line in enumerate(made.files[name].lines):
        if index in hidden:
            continue
        if isinstance(line, str):
            kind_of_line = line_type(line)
            if kind_of_line == "0":
                if open_step and is_step(line):
                    step, open_step = step + 1, False
                elif not drawn and textured(line) is not None:
                    flat.drawn.append(Drawn(name, colour, outer, step))
                    drawn = True
            elif not drawn and kind_of_line in ("3", "4"):
                flat.drawn.append(Drawn(name, colour, outer, step))
                drawn = True
            continue
        kind, target = made.resolve(line.name)
        if kind in (Kind.GEOMETRY, Kind.MISSING, Kind.HELPER):
            if kind is Kind.GEOMETRY and not drawn:
                flat.drawn.append(Drawn(name, colour, outer, step))
                drawn = True
            continue
        own = colour if line.colour in (INHERIT, INHERIT_EDGE) else line.colour
        known = traced and bool(line.id)
        here = f"{path}/{line.id}" if known else ""
        transform = compose(outer, line.transform)
        if kind is Kind.MODEL:
            step = _expand(made, target, transform, own, here, known, flat, step)
        else:
            custom = kind is Kind.CUSTOM
            part = part_id(target)
            if not custom:
                place = place_of(part)
                transform = transform if place is None else compose(transform, place)
                part = today(part)
            flat.placed.append(Placed(part, own, transform, step, custom, here, target))
        open_step = True
    return step + 1 if open_step else step
