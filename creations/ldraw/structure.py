"""How a document's files refer to each other: order, cycles, depth and counts, before anything is expanded."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from .document import Document, File, Placement
from .errors import LDrawError, LDrawLimitError
from .limits import DEFAULT_LIMITS, Limits
from .listing import PLAIN, SPEAKS, Flexible, Listing, listing
from .names import is_geometry, is_helper, is_hose_piece, is_subpart, normalise
from .prints import Prints


class Kind(Enum):
    """What a reference leads to."""

    MODEL = "model"
    PART = "part"
    CUSTOM = "custom part"
    GEOMETRY = "geometry"
    MISSING = "missing model"
    HELPER = "helper"


@dataclass(slots=True)
class Uses:
    """What one file places: how often each reference stands there in each colour, and each one's first placement.

    `counts` are of all that is shown, `listed` of what counts as parts, `flexible` of hoses and the like.
    """

    counts: dict[tuple[str, int], int]
    listed: dict[tuple[str, int], int]
    flexible: dict[Flexible, int]
    first: dict[str, Placement]


@dataclass(slots=True)
class Structure:
    """The files of a document in an order in which each comes after all it refers to.

    `uses` tells what each of them places, by names as they are compared. `order` holds the models that the main file
    reaches, the main file last. `placements` is the number of part placements once everything is expanded; `depth` the
    longest chain of submodels. `listings` are those of files whose lines are not all plain parts,
    `below` the models that each file places.
    """

    document: Document
    files: dict[str, File]
    kinds: dict[str, Kind]
    uses: dict[str, Uses]
    order: list[str]
    placements: int
    depth: int
    listings: dict[str, Listing] = field(default_factory=dict)
    prints: Prints = field(init=False)
    below: dict[str, list[tuple[Placement, str]]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _pieces: dict[str, str] = field(default_factory=dict)
    _resolved: dict[str, tuple[Kind, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.prints = Prints(self.files)

    def name(self, reference: str) -> str:
        """A reference's normalised name."""
        found = self._names.get(reference)
        if found is None:
            found = self._names[reference] = normalise(reference)
        return found

    def resolve(self, name: str) -> tuple[Kind, str]:
        """What the normalised `name` leads to, and its name after `~Moved to`."""
        found = self._resolved.get(name)
        if found is None:
            found = self._resolved[name] = self._resolve(name)
        return found

    def listing(self, name: str) -> Listing:
        """What of a file's lines counts and shows."""
        return self.listings.get(name, PLAIN)

    def flexible(self, name: str) -> Flexible | None:
        """The flexible part that a file is as a whole: it is built in one piece, and no submodel."""
        uses = self.uses.get(name)
        if uses is None or uses.listed or sum(uses.flexible.values()) != 1:
            return None
        return next(iter(uses.flexible))

    def is_subpart(self, name: str) -> bool:
        """Whether a normalised name is of a piece of a part, as opposed to a primitive shape."""
        file = self.files.get(name)
        if file is not None and self.resolve(name)[0] is not Kind.GEOMETRY:
            return False
        return is_subpart(name) or (file is not None and "subpart" in file.declared)

    def piece(self, name: str) -> str:
        """What LSynth draws with the piece of this normalised name; nothing when it is no such piece."""
        found = self._pieces.get(name)
        if found is None:
            found = self._pieces[name] = self._piece(name)
        return found

    def _piece(self, name: str) -> str:
        file = self.files.get(name)
        title = file.title if file is not None else ""
        if not is_hose_piece(name) and "lsynth" not in title.lower():
            return ""
        return " ".join(_PIECE_WORDS.sub(" ", title).split()) or "Hose"

    def _resolve(self, name: str) -> tuple[Kind, str]:
        kind = self.kinds.get(name)
        if kind is not None:
            file = self.files[name]
            if kind is Kind.CUSTOM and file.moved_to:
                target = normalise(file.moved_to)
                target = target if target.endswith(".dat") else target + ".dat"
                if target != name:
                    return self.kinds.get(target, Kind.PART), target
            return kind, name
        if is_geometry(name):
            return Kind.GEOMETRY, name
        if is_helper(name):
            return Kind.HELPER, name
        return (Kind.MISSING if name.endswith((".ldr", ".mpd")) else Kind.PART), name


#: What LSynth's pieces are called beside what they are pieces of.
_PIECE_WORDS = re.compile(
    r"~|\"|\bLSynth\b|\bSynthesis Part\b|\b(?:End|Middle|Start) Piece\b|\bCross Section\b|\s-(?=\s|$)", re.IGNORECASE
)
_KINDS = {"part": Kind.CUSTOM, "geometry": Kind.GEOMETRY, "data": Kind.GEOMETRY, "model": Kind.MODEL}


def _explains(file: File) -> bool:
    return is_helper(normalise(file.name)) or file.title.lower().startswith("lsynth constraint")


def structure(document: Document, limits: Limits = DEFAULT_LIMITS) -> Structure:
    """The document's structure. Raises LDrawError for a cycle, LDrawLimitError for what is too deep or too large."""
    files = document.index()
    root = normalise(document.main.name)
    kinds = {
        name: Kind.HELPER if name != root and _explains(files[name]) else _KINDS[kind]
        for name, kind in document.kinds().items()
    }
    made = Structure(document, files, kinds, {}, [], 0, 0)
    made.order, made.depth = _order(made, root, limits)
    counts: dict[str, int] = {}
    for name in made.order:
        total = 0
        for (reference, _), times in made.uses[name].counts.items():
            kind, target = made.resolve(reference)
            if kind is Kind.MODEL:
                total += counts[target] * times
            elif kind not in (Kind.MISSING, Kind.HELPER):
                total += times
        counts[name] = total
    made.placements = counts[root]
    if made.placements > limits.placements:
        raise LDrawLimitError(
            f"expanded, the model has {_count(made.placements)} placements; at most {limits.placements:,} are read",
            file=document.name,
        )
    return made


def _order(made: Structure, root: str, limits: Limits) -> tuple[list[str], int]:
    """A post-order walk without recursion: a chain of ten thousand submodels must end in a message, not a crash."""
    order: list[str] = []
    height: dict[str, int] = {}
    path: list[str] = [root]
    on_path = {root: 0}
    stack = [iter(_submodels(made, root))]
    while stack:
        for placement, name in stack[-1]:
            if name in height:
                continue
            if name in on_path:
                cycle = " → ".join(made.files[n].name for n in [*path[on_path[name] :], name])
                raise LDrawError(f"submodels contain each other: {cycle}", file=made.document.name, line=placement.line)
            on_path[name] = len(path)
            path.append(name)
            stack.append(iter(_submodels(made, name)))
            break
        else:
            stack.pop()
            name = path.pop()
            del on_path[name]
            height[name] = 1 + max((height[n] for _, n in _submodels(made, name)), default=0)
            order.append(name)
    if height[root] > limits.depth:
        raise LDrawLimitError(
            f"submodels are nested {height[root]:,} deep; at most {limits.depth} are read", file=made.document.name
        )
    return order, height[root]


def _uses(made: Structure, name: str) -> Uses:
    """One pass over a file's lines; distinct references are few, so all that follows is cheap."""
    lines = made.files[name].lines
    counts: dict[tuple[str, int], int] = {}
    written: dict[tuple[str, int], Placement] = {}
    speaks = False
    for line in lines:
        if isinstance(line, Placement):
            key = (line.reference, line.colour)
            if key in counts:
                counts[key] += 1
            else:
                counts[key] = 1
                written[key] = line
        elif not speaks and line[:1] not in "2345" and SPEAKS.match(line) is not None:
            speaks = True
    named, first = _by_name(made, counts, written)
    if speaks or any(map(made.piece, first)):
        return _uses_told(made, name)
    return Uses(named, named, {}, first)


def _uses_told(made: Structure, name: str) -> Uses:
    """The uses of a file that says of some lines that they do not count, or not as they stand."""
    file = made.files[name]
    found = made.listings[name] = listing(file, made.piece)
    shown: dict[tuple[str, int], int] = {}
    listed: dict[tuple[str, int], int] = {}
    written: dict[tuple[str, int], Placement] = {}
    for index, line in enumerate(file.lines):
        if isinstance(line, str) or index in found.hidden:
            continue
        key = (line.reference, line.colour)
        shown[key] = shown.get(key, 0) + 1
        written.setdefault(key, line)
        if index not in found.unlisted:
            listed[key] = listed.get(key, 0) + 1
    named, first = _by_name(made, shown, written)
    return Uses(named, _by_name(made, listed, written)[0], dict(Counter(found.flexible.values())), first)


def _by_name(
    made: Structure, counts: dict[tuple[str, int], int], written: dict[tuple[str, int], Placement]
) -> tuple[dict[tuple[str, int], int], dict[str, Placement]]:
    named: dict[tuple[str, int], int] = {}
    first: dict[str, Placement] = {}
    for (reference, colour), times in counts.items():
        name = made.name(reference)
        named[name, colour] = named.get((name, colour), 0) + times
        first.setdefault(name, written[reference, colour])
    return named, first


def _submodels(made: Structure, name: str) -> list[tuple[Placement, str]]:
    """The different models a file places, each with its first placement; asked for twice in the walk."""
    if name in made.below:
        return made.below[name]
    made.uses[name] = _uses(made, name)
    found: dict[str, Placement] = {}
    for reference, placement in made.uses[name].first.items():
        kind, target = made.resolve(reference)
        if kind is Kind.MODEL:
            found.setdefault(target, placement)
    made.below[name] = [(placement, target) for target, placement in found.items()]
    return made.below[name]


def _count(number: int) -> str:
    return f"{number:,}" if number < 10**15 else f"about 10^{len(str(number)) - 1}"
