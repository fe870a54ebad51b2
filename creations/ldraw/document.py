"""The document a model file holds: files, and in each its lines in order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .names import is_geometry, normalise

#: x y z a b c d e f g h i: the translation in LDU, then the rows of the 3x3 matrix, as on the line.
Transform = tuple[float, float, float, float, float, float, float, float, float, float, float, float]

IDENTITY: Transform = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

_ORG = re.compile(r"0\s+!?LDRAW_ORG\s+(.*)", re.IGNORECASE)
#: The header of the years before 2003. Programs that fill a hose write the same words further down, in a model.
_OLD_ORG = re.compile(r"0\s+(?:Un)?official\s+(.*)", re.IGNORECASE)
_OLD_HEADER_LINES = 8
#: The lines between files: their first group tells data from models, their second is the name.
FILE_LINE = re.compile(r"\s*0\s+(FILE|!DATA)\s+(.+)", re.IGNORECASE)
NOFILE_LINE = re.compile(r"\s*0\s+NOFILE\b", re.IGNORECASE)
#: At the end of a line: it has an end of its own, and `Document.newline` does not follow.
GLUE = "\0"
#: What the lines after a header begin with: they draw.
_DRAWN = frozenset("2345")
_GENERATED = re.compile(r"\s*0\s+!LDCAD\s+GENERATED\b", re.IGNORECASE)
_MOVED = re.compile(r"0\s+~Moved to\s+(\S+)", re.IGNORECASE)


@dataclass(slots=True)
class Placement:
    """One reference: a colour, a transform and the name of what stands there.

    `line` is where it was read (from 1; 0 for one made in code) and `source` how it was written there; they are no part
    of its identity, and `source` is believed only while it says the same.
    """

    colour: int
    transform: Transform
    reference: str
    id: str = ""
    line: int = field(default=0, compare=False)
    source: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The file the line refers to, in lower case with forward slashes."""
        return normalise(self.reference)


#: A line is a placement or, word for word, anything else: comments, metas, geometry.
Line = Placement | str


@dataclass(slots=True)
class File:
    """One `0 FILE` of a document; `data` marks a `0 !DATA` block, whose lines are Base64.

    `opening` and `closing` are the lines around it as they were read; an `opening` of no words was not there.
    """

    name: str
    lines: list[Line] = field(default_factory=list)
    data: bool = False
    closed: bool = False
    start: int = field(default=0, compare=False)
    opening: str | None = field(default=None, compare=False)
    closing: str | None = field(default=None, compare=False)

    @property
    def placements(self) -> Iterator[Placement]:
        """The lines that place a part or a submodel, in the file's order."""
        return (line for line in self.lines if isinstance(line, Placement))

    @property
    def title(self) -> str:
        """The first line's description, or nothing when it is a meta of another kind."""
        for line in self.lines:
            if isinstance(line, Placement):
                return ""
            if line.strip():
                words = line.split(None, 1)
                text = words[1].rstrip(GLUE).strip() if words[0] == "0" and len(words) == 2 else ""
                return "" if text.lower().startswith(("!", "name:", "file ", "author:", "//")) else text
        return ""

    def header(self, key: str) -> str:
        """The value of a header line such as `0 Author: …`, or an empty string."""
        wanted = f"0 {key.lower()}"
        for line in self.lines:
            if isinstance(line, Placement):
                break
            folded = " ".join(line.split())
            if folded.lower().startswith(wanted):
                return folded[len(wanted) :].lstrip(":").strip()
        return ""

    @property
    def kind(self) -> str:
        """`part`, `geometry` (a subpart or primitive), `data`, `model`, or `undeclared` (see `Document.kind`)."""
        if self.data:
            return "data"
        name = normalise(self.name)
        declared = self.declared
        if "subpart" in declared or "primitive" in declared or is_geometry(name):
            return "geometry"
        if "part" in declared or "shortcut" in declared:
            return "model" if self._is_generated() else "part"
        if not name.endswith(".dat") or "model" in declared:
            return "model"
        return "part" if self.moved_to or self._draws() else "undeclared"

    @property
    def declared(self) -> str:
        """What the header says the file is, in lower case."""
        for number, line in enumerate(self.lines):
            if isinstance(line, Placement) or line_type(line) in _DRAWN:
                break
            match = _ORG.match(line) or (_OLD_ORG.match(line) if number < _OLD_HEADER_LINES else None)
            if match is not None:
                return match.group(1).lower()
        return ""

    def _is_generated(self) -> bool:
        """Whether LDCad filled it, so that it is a flexible part (see `listing`) and no mould."""
        header = itertools.takewhile(lambda line: isinstance(line, str) and line_type(line) not in _DRAWN, self.lines)
        return any(_GENERATED.match(str(line)) for line in header)

    def _draws(self) -> bool:
        """Whether it draws by itself: lines, faces, primitives, subparts; or nothing at all."""
        placed = False
        for line in self.lines:
            if isinstance(line, str):
                if line_type(line) in _DRAWN:
                    return True
            elif is_geometry(line.name):
                return True
            else:
                placed = True
        return not placed

    @property
    def moved_to(self) -> str:
        """The name this old part number now has, or an empty string."""
        for line in self.lines[:3]:
            if isinstance(line, str) and (match := _MOVED.match(line)) is not None:
                return match.group(1)
        return ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line (from 1) that cannot be read, and why. It is kept in the file and left out of the model."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


@dataclass(slots=True)
class Document:
    """A model file: `files[0]` is the model itself, the others are its submodels and embedded parts.

    `name` is the file's own name. `packed` says whether it is written with `0 FILE` lines (.mpd). `preamble` holds the
    lines before the first `0 FILE`, `outside` those between a `0 NOFILE` and the next file, by the index of the file
    they follow. `problems` are the lines that could not be read, at most `Limits.problems` of them.

    `encoding`, `newline` and `unended` (whether the last line has no end) are how it is written. Where the ends of lines
    differ, `newline` is a line feed, and lines that end otherwise hold their own end (see GLUE).
    """

    name: str
    files: list[File]
    packed: bool = False
    preamble: list[str] = field(default_factory=list)
    outside: dict[int, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list, compare=False)
    encoding: str = field(default="utf-8", compare=False)
    newline: str = field(default="\r\n", compare=False)
    unended: bool = field(default=False, compare=False)

    @property
    def main(self) -> File:
        """The file that is the model; the others are what it refers to."""
        return self.files[0]

    def kinds(self) -> dict[str, str]:
        """`part`, `geometry`, `data` or `model` for each file, by its normalised name.

        A .dat file whose header does not say what it is, and that only places other parts, is a model.
        """
        files = self.index()
        found = {name: file.kind for name, file in files.items()}
        for name, kind in found.items():
            if kind == "undeclared":
                subparts = any(found.get(placement.name) == "geometry" for placement in files[name].placements)
                found[name] = "part" if subparts else "model"
        found[normalise(self.main.name)] = "model"  # a part file opened by itself is the model
        return found

    def is_model(self, file: File, kinds: dict[str, str]) -> bool:
        """Whether one of its files is a model; `kinds` are its own."""
        kind = file.kind
        return file is self.main or (kinds[normalise(file.name)] if kind == "undeclared" else kind) == "model"

    def index(self) -> dict[str, File]:
        """The files by their normalised names; the first of two of one name counts."""
        found: dict[str, File] = {}
        for file in self.files:
            found.setdefault(normalise(file.name), file)
        return found


def line_type(line: str) -> str:
    """The digit a line begins with, or whatever stands there."""
    return line.lstrip()[:1]


def is_step(line: str) -> bool:
    """Whether a line ends a building step (`0 STEP`, `0 ROTSTEP …`)."""
    words = line.split(None, 2)
    return len(words) >= 2 and words[0] == "0" and words[1].upper() in {"STEP", "ROTSTEP"}
