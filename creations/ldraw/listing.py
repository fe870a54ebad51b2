"""Which lines of a model are parts to be had, and which are only shown.

A parts list follows what other programs say beside the placements:

    0 BUFEXCHG A STORE … RETRIEVE        MLCad: what was placed between is taken back
    0 !LPUB PLI BEGIN IGN … PLI END      LPub: shown and not listed, unless it takes the place of what was taken back
    0 !LPUB PART BEGIN IGN … PART END    LPub, and 0 MLCAD SKIP_BEGIN … SKIP_END: neither shown nor listed
    0 SYNTH BEGIN kind colour … END      LSynth: one flexible part, drawn by what stands between
    0 !LDCAD GENERATED                   LDCad: all that follows in the file draws one flexible part

Pieces that LSynth made are one flexible part also where the lines that said so were cleaned away.

Sources: LPub3D's meta commands, LSynth's manual, melkert.net/LDCad/tech/meta.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from . import colours
from .document import File, Line, Placement, line_type
from .names import normalise

#: Lines that may be one of the above; all others cost one match.
SPEAKS = re.compile(r"\s*0\s+!?(?:BUFEXCHG|LPUB|PLIST|MLCAD\s+SKIP_\w+|L?SYNTH|LDCAD\s+GENERATED)\b", re.IGNORECASE)
_MM_PER_LDU = 0.4
#: A stud is 8 mm long.
_UNITS = {"L": 8.0, "MM": 1.0, "CM": 10.0}
_LENGTH = re.compile(r"(?<![\d.])(\d{1,4}(?:[.,]\d{1,3})?)[\s_]?(L|MM|CM)(?![A-Z])", re.IGNORECASE)
_PATH_LENGTH = re.compile(r"\s*0\s+!(?:LDCAD\s+)?PATH_LENGTH\b.*?\[\w+=(\d{1,6}(?:\.\d+)?)\s*(mm|L)?\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Flexible:
    """A hose, band or cable as one part: its kind or title, its colour as in a placement, its length or 0."""

    name: str
    colour: int
    length_mm: int = 0


@dataclass(slots=True)
class Listing:
    """What is to be said of some of a file's lines, by their index: all others are parts and shown.

    `hidden` lines show nothing. `unlisted` ones are shown only; each leads to the line where the flexible part that it
    draws begins, or to -1. `flexible` parts stand at the lines where they begin.
    """

    hidden: set[int] = field(default_factory=set)
    unlisted: dict[int, int] = field(default_factory=dict)
    flexible: dict[int, Flexible] = field(default_factory=dict)


#: Most files: every line counts.
PLAIN = Listing()


def listing(file: File, piece: Callable[[str], str]) -> Listing:
    """What the lines of a model are. `piece` tells what LSynth draws with the piece of a normalised name, or nothing."""
    reader = _Reader(file, piece)
    for index, line in enumerate(file.lines):
        if isinstance(line, Placement):
            reader.place(index, line)
        elif SPEAKS.match(line) is not None:
            reader.obey(index, line.split())
    return reader.listing()


@dataclass(slots=True)
class _Entry:
    """A line or a flexible part that was placed. `before` is what stood there already: an entry, or -1."""

    index: int
    key: tuple[str, int]
    before: int
    ignored: bool
    #: What a segment belongs to.
    draws: int = -1
    flexible: bool = False


@dataclass(slots=True)
class _Flex:
    """A flexible part while its lines are read."""

    index: int
    name: str
    colour: int | None
    length_mm: int
    colours: Counter[int] = field(default_factory=Counter)

    def made(self) -> Flexible:
        own = self.colour
        if own is None:
            own = self.colours.most_common(1)[0][0] if self.colours else 16
        return Flexible(self.name, own, self.length_mm)


class _Reader:
    def __init__(self, file: File, piece: Callable[[str], str]) -> None:
        self.file = file
        self.piece = piece
        self.entries: list[_Entry] = []
        self.last = -1
        self.buffers: dict[str, int] = {}
        self.hidden: set[int] = set()
        self.ignoring = self.skipping = self.is_generated = False
        #: What the lines draw now: between SYNTH BEGIN and END, or after GENERATED.
        self.inside: _Flex | None = None
        #: A run of pieces that no line announced, and the names of its first and its last piece.
        self.run: _Flex | None = None
        self.ends = ("", "")
        self.flexible: dict[int, _Flex] = {}

    def place(self, index: int, placement: Placement) -> None:
        name = placement.name
        if self.skipping:
            self.hidden.add(index)
        elif self.inside is not None:
            self.inside.colours[placement.colour] += 1
            self.add(index, (name, placement.colour), draws=self.inside.index)
        elif kind := self.piece(name):
            self.continue_run(index, name, kind, placement.colour)
        else:
            self.run = None
            self.add(index, (name, placement.colour))

    def continue_run(self, index: int, name: str, kind: str, colour: int) -> None:
        """A piece of a run. What began with an end piece is over with the next one of its kind."""
        first, before = self.ends
        if self.run is None:
            self.run = self.begin(index, kind, colour)
            first = before = name
        self.add(index, (name, colour), draws=self.run.index)
        self.ends = (first, name)
        if name == first and before != first:
            self.run = None

    def add(self, index: int, key: tuple[str, int], *, draws: int = -1, flexible: bool = False) -> None:
        self.entries.append(_Entry(index, key, self.last, self.ignoring, draws, flexible))
        self.last = len(self.entries) - 1

    def begin(self, index: int, name: str, colour: int | None, length_mm: int = 0) -> _Flex:
        made = self.flexible[index] = _Flex(index, name, colour, length_mm or length_of(name))
        self.add(index, (name, -1 if colour is None else colour), flexible=True)
        return made

    def obey(self, index: int, words: list[str]) -> None:
        match [word.upper().removeprefix("!") for word in words[1:]]:
            case ["BUFEXCHG", buffer, "STORE", *_]:
                self.buffers[buffer] = self.last
            case ["BUFEXCHG", buffer, "RETRIEVE", *_] if buffer in self.buffers:
                self.last, self.run = self.buffers[buffer], None
            case ["LPUB", "PART", "BEGIN", "IGN", *_] | ["MLCAD", "SKIP_BEGIN", *_]:
                self.skipping = True
            case ["LPUB", "PART", "END", *_] | ["MLCAD", "SKIP_END", *_]:
                self.skipping = False
            case ["LPUB", "PLI" | "BOM", "BEGIN", "IGN", *_] | ["PLIST", "BEGIN", "IGN", *_]:
                self.ignoring, self.run = True, None
            case ["LPUB", "PLI" | "BOM", "END", *_] | ["PLIST", "END", *_]:
                self.ignoring, self.run = False, None
            case ["SYNTH" | "LSYNTH", "BEGIN", *_] if not self.skipping and not self.is_generated:
                kind = words[3] if len(words) > 3 else _title(self.file)
                self.inside, self.run = self.begin(index, kind, _colour(words[4:5])), None
            case ["SYNTH" | "LSYNTH", "END", *_] if not self.is_generated:
                self.inside = None
            case ["LDCAD", "GENERATED", *_] if not self.skipping and not self.is_generated:
                self.generated(index)

    def generated(self, index: int) -> None:
        lines = self.file.lines
        told = next((length for line in lines[:index] if (length := _told_length(line))), 0)
        self.inside = made = self.begin(index, _title(self.file), None, told)
        self.is_generated, self.run = True, None
        for line in lines[index:]:
            if isinstance(line, str) and line_type(line) in ("3", "4"):
                colour = _colour(line.split(None, 2)[1:2])
                if colour is not None:
                    made.colours[colour] += 1

    def listing(self) -> Listing:
        """What is there in the end: what was taken back is not, and what took its place counts."""
        there = [False] * len(self.entries)
        at = self.last
        while at >= 0:
            there[at] = True
            at = self.entries[at].before
        made = Listing(hidden=self.hidden)
        floating: Counter[tuple[str, int]] = Counter()
        for entry, stays in zip(self.entries, there, strict=True):
            if not stays:
                if not entry.flexible:
                    made.hidden.add(entry.index)
                if not entry.ignored and entry.draws < 0:
                    floating[entry.key] += 1
                continue
            counts = not entry.ignored
            if entry.ignored and floating[entry.key] > 0:
                floating[entry.key] -= 1
                counts = True
            if entry.flexible:
                if counts:
                    made.flexible[entry.index] = self.flexible[entry.index].made()
            elif entry.draws >= 0 or not counts:
                made.unlisted[entry.index] = entry.draws
        return made


def _title(file: File) -> str:
    return file.title or normalise(file.name).rpartition("/")[2].rpartition(".")[0]


def _colour(words: list[str]) -> int | None:
    try:
        return colours.parse(words[0]) if words else None
    except ValueError:
        return None


def length_of(name: str) -> int:
    """The length in mm that a kind or title tells: 68 for HOSE_FLEXIBLE_8.5L, 200 for a cable of 20CM; else 0."""
    match = _LENGTH.search(name)
    return round(float(match.group(1).replace(",", ".")) * _UNITS[match.group(2).upper()]) if match else 0


def _told_length(line: Line) -> int:
    """The length in mm that LDCad's own line tells; without a unit it is in LDU."""
    match = _PATH_LENGTH.match(line) if isinstance(line, str) else None
    if match is None:
        return 0
    unit = (match.group(2) or "").upper()
    return round(float(match.group(1)) * (_UNITS[unit] if unit else _MM_PER_LDU))
