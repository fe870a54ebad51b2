"""What there is to say about a model file: its title, author, size, and what may surprise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from . import colours
from .document import Document
from .errors import LDrawLimitError
from .extent import extent
from .flatten import Flat, flatten
from .limits import DEFAULT_LIMITS, Limits
from .parts_list import PartsList, parts_list
from .placement_lines import within_reach
from .prints import undrawn
from .structure import Kind, Structure, structure


@dataclass(slots=True)
class Warning_:
    """A finding by its `code`, with the names it is about, so that it can be said in any language."""

    code: str
    names: list[str]


@dataclass(slots=True)
class Summary:
    """Facts of one document. Sizes: `studs` (width, depth), `bricks` (height), `centimetres` (width, height, depth)."""

    title: str
    author: str
    parts: int
    lots: int
    submodels: int
    steps: int
    studs: tuple[float, float]
    bricks: float
    centimetres: tuple[float, float, float]
    unknown: list[str]
    custom: list[str]
    warnings: list[Warning_]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as JSON has them."""
        return asdict(self)

    def as_facts(self) -> dict[str, Any]:
        """The same in a few kilobytes, whatever the file: long lists are cut, and each says how long it is (`count`)."""
        facts = self.as_dict()
        facts["title"], facts["author"] = self.title[:MOST_LETTERS], self.author[:MOST_LETTERS]
        for name in ("unknown", "custom"):
            facts[f"{name}_count"] = len(facts[name])
            facts[name] = _cut(facts[name])
        for warning in facts["warnings"]:
            warning["count"] = len(warning["names"])
            warning["names"] = _cut(warning["names"])
        return facts


#: How much of a list is kept with a revision, and of each word in it.
MOST_NAMES, MOST_LETTERS = 40, 120


def _cut(names: list[str]) -> list[str]:
    return [name[:MOST_LETTERS] for name in names[:MOST_NAMES]]


#: English sentences for the command line; pages translate the codes themselves.
SENTENCES = {
    "unreadable": "left out, because it cannot be read: line {names}",
    "unknown-part": "not in the parts catalogue: {names}",
    "unknown-colour": "no LDraw colour has the number: {names}",
    "missing-model": "the file refers to models it does not hold: {names}",
    "duplicate-file": "two files have the same name, the first counts: {names}",
    "sheared": "placed with a matrix that bends the part: {names}",
    "subpart": "subparts are drawn and count as no part, and these stand by themselves: {names}",
    "unreached": "models that the first one does not use, so they are not counted: {names}",
    "picture": "pictures that cannot be drawn on the parts they lie on: {names}",
    "print": "printed parts are drawn without their prints, which the parts library has no pictures of: {names}",
    "main-colour": "left in the main colour (16), which has no colour of its own: {names}",
}


def summarise(
    document: Document,
    *,
    known: Callable[[str], bool],
    bounds: Callable[[str], tuple[float, ...] | None],
    printed: Callable[[str], bool] = lambda part: False,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Summary, PartsList, Flat]:
    """The summary with the parts list and the flattened model it was made from.

    `known`, `bounds` and `printed` tell of a part's number whether the catalogue has it, how large it is, and whether something is
    printed on it.
    """
    shape = structure(document, limits)
    parts = parts_list(document, limits, shape)
    flat = flatten(document, limits, shape)
    size = extent(flat, bounds)
    if not within_reach(size.size):
        raise LDrawLimitError("submodels in submodels make it larger than any model", file=document.name)
    unknown = sorted({lot.part for lot in parts if not lot.custom and not known(lot.part)})
    custom = sorted({lot.part for lot in parts if lot.custom})
    summary = Summary(
        title=document.main.title,
        author=document.main.header("Author:"),
        parts=parts.parts,
        lots=parts.lots,
        submodels=len(shape.order) - 1,
        steps=flat.steps,
        studs=size.studs,
        bricks=size.bricks,
        centimetres=size.centimetres,
        unknown=unknown,
        custom=custom,
        warnings=_warnings(
            shape, parts, flat, unknown, [lot.part for lot in parts if not lot.custom and printed(lot.part)]
        ),
    )
    return summary, parts, flat


def _warnings(shape: Structure, parts: PartsList, flat: Flat, unknown: list[str], printed: list[str]) -> list[Warning_]:
    document = shape.document
    seen: set[str] = set()
    twice = {file.name for file in document.files if file.name.lower() in seen or seen.add(file.name.lower())}  # type: ignore[func-returns-value]
    strange = {str(lot.colour) for lot in parts if colours.appearance(lot.colour).finish == "unknown"}
    found = {
        "unreadable": [str(problem.line) for problem in document.problems],
        "unknown-part": unknown,
        "unknown-colour": sorted(strange, key=int),
        "missing-model": sorted(parts.missing),
        "duplicate-file": sorted(twice),
        "subpart": sorted(_lone_subparts(shape)),
        "unreached": sorted(
            file.name
            for name, file in shape.files.items()
            if shape.kinds[name] is Kind.MODEL and name not in shape.order
        ),
        "print": sorted(set(printed)),
        "picture": undrawn(shape.files, shape.prints, shape.order),
        "main-colour": sorted({lot.part for lot in parts if lot.colour == colours.INHERIT}),
        "sheared": sorted({placed.part for placed in flat.placed if not placed.custom and _sheared(placed.transform)}),
    }
    return [Warning_(code, names) for code, names in found.items() if names]


def _lone_subparts(shape: Structure) -> set[str]:
    """Subparts that a model places by itself, in no hose: the part they make up is in no list."""
    return {
        shape.uses[name].first[reference].reference
        for name in shape.order
        for reference, _ in shape.uses[name].listed
        if shape.is_subpart(reference)
    }


def _sheared(transform: tuple[float, ...]) -> bool:
    """Whether a matrix does more than turn and mirror: its rows are not of length one and at right angles."""
    _, _, _, a, b, c, d, e, f, g, h, i = transform
    lengths = (a * a + b * b + c * c, d * d + e * e + f * f, g * g + h * h + i * i)
    angles = (a * d + b * e + c * f, a * g + b * h + c * i, d * g + e * h + f * i)
    return any(abs(length - 1) > 0.05 for length in lengths) or any(abs(angle) > 0.05 for angle in angles)
