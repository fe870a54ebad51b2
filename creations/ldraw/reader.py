"""Read .ldr, .mpd and .dat as real programs write them."""

from __future__ import annotations

import codecs
import gc
import re
from math import isfinite

from . import colours
from .document import Document, File, Line, Placement, Problem, is_step
from .errors import LDrawError, LDrawLimitError
from .limits import DEFAULT_LIMITS, Limits
from .names import normalise
from .writer import placement_line

_LINE_END = re.compile(r"\r\n|\n|\r")
_FILE = re.compile(r"\s*0\s+FILE\s+(.+)", re.IGNORECASE)
_NOFILE = re.compile(r"\s*0\s+NOFILE\b", re.IGNORECASE)
_DATA = re.compile(r"\s*0\s+!DATA\s+(.+)", re.IGNORECASE)
_ID = re.compile(r"\s*0\s+!PROSUM\s+ID\s+(\S+)\s*$", re.IGNORECASE)
#: How many words a line of each type has at least: type, colour and its coordinates.
_GEOMETRY_WORDS = {"2": 8, "3": 11, "4": 14, "5": 14}


def read(data: bytes, *, name: str = "model.ldr", limits: Limits = DEFAULT_LIMITS, strict: bool = False) -> Document:
    """The document in `data`. `name` is used in errors and as the main file's name when the file has none.

    A line that cannot be read is kept as it is, left out of the model, and noted in `problems`; with `strict` it is an
    error. Raises LDrawError for what is no LDraw file, LDrawLimitError for one larger than `limits`.
    """
    if len(data) > limits.size:
        raise LDrawLimitError(f"the file has {len(data):,} bytes; at most {limits.size:,} are read", file=name)
    # By line ends alone: `str.splitlines` also cuts at form feeds and U+2028, which a comment may hold.
    lines = _LINE_END.split(decode(data, name)) if b"\r" in data else decode(data, name).split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if len(lines) > limits.lines:
        raise LDrawLimitError(f"the file has {len(lines):,} lines; at most {limits.lines:,} are read", file=name)
    collecting = gc.isenabled()
    gc.disable()  # nothing here is cyclic, and the collector's passes over the growing document cost half the time
    try:
        return _Reader(name, limits, strict).read(lines)
    finally:
        if collecting:
            gc.enable()


def decode(data: bytes, name: str = "") -> str:
    """The text in `data`: UTF-8 or UTF-16 with their marks, UTF-8 without, else Latin-1."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise LDrawError("the file says it is UTF-16 and is not", file=name) from None
        text = data.decode("latin-1")
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise LDrawError(
            "this is no LDraw file: it holds NUL bytes, as binary data do, and UTF-16 without its mark",
            file=name,
            line=line,
        )
    return text


class _Unreadable(Exception):
    """A line is not what its type asks; the message is the reason."""


class _Reader:
    def __init__(self, name: str, limits: Limits, strict: bool) -> None:
        self.name = name
        self.limits = limits
        self.strict = strict
        self.files: list[File] = []
        self.preamble: list[Line] = []
        self.outside: dict[int, list[Line]] = {}
        self.colours: dict[str, int] = {}
        #: Problems with the lines they stand among: those outside every file are nobody's.
        self.problems: list[tuple[list[Line], Problem]] = []

    def read(self, lines: list[str]) -> Document:
        target = self.preamble
        pending = ""  # the id a `0 !PROSUM ID` line gives the placement after it
        for number, line in enumerate(lines, 1):
            text = line.lstrip()
            kind = text[:1]
            if kind == "1" and text[1:2] in (" ", "\t"):
                try:
                    placement = self.placement(text, number)
                except _Unreadable as reason:
                    self.note(target, number, reason)
                else:
                    placement.id, pending = pending, ""
                    target.append(placement)
                    continue
            elif kind == "0":
                upper = text[:12].upper()
                if "FILE" in upper or "!DATA" in upper:
                    opened = self.boundary(line, number)
                    if opened is not None:
                        target, pending = opened, ""
                        continue
                elif "!PROSUM" in upper and (match := _ID.match(line)) is not None:
                    pending = match.group(1)
                    continue
                elif pending and is_step(text):
                    pending = ""  # what it spoke of was deleted by another program; its neighbour is somebody else
            elif kind and not (self.files and self.files[-1].data):
                try:
                    self.check_geometry(text)
                except _Unreadable as reason:
                    self.note(target, number, reason)
            target.append(line.rstrip())
        return self.document()

    def note(self, among: list[Line], number: int, reason: _Unreadable) -> None:
        """Remember a line that cannot be read."""
        if len(self.problems) < self.limits.problems:
            self.problems.append((among, Problem(number, str(reason))))

    def boundary(self, line: str, number: int) -> list[Line] | None:
        """Where lines go after a `0 FILE`, `0 NOFILE` or `0 !DATA`; None when the line is none of them."""
        if (match := _FILE.match(line)) is not None or (match := _DATA.match(line)) is not None:
            if len(self.files) >= self.limits.files:
                raise LDrawLimitError(
                    f"the document holds more than {self.limits.files:,} files", file=self.name, line=number
                )
            self.files.append(File(match.group(1).strip(), data=match.re is _DATA, start=number))
            return self.files[-1].lines
        if _NOFILE.match(line) is not None:
            if not self.files:
                return self.preamble
            self.files[-1].closed = True
            return self.outside.setdefault(len(self.files) - 1, [])
        return None

    def placement(self, text: str, number: int) -> Placement:
        words = text.split(None, 14)
        if len(words) < 15:
            raise _Unreadable(
                "a placement has a colour, 12 numbers and a file name;"
                f" this line has {len(words) - 1} of these 14 words"
            )
        colour = self.colours.get(words[1])
        if colour is None:
            colour = self.colour(words[1])
        try:
            transform = tuple(map(float, words[2:14]))
        except ValueError:
            raise _bad_number(words[2:14]) from None
        if not isfinite(sum(transform)):
            raise _bad_number(words[2:14])
        return Placement(colour, transform, words[14].rstrip(), "", number)  # type: ignore[arg-type]

    def check_geometry(self, text: str) -> None:
        words = text.split()
        wanted = _GEOMETRY_WORDS.get(words[0])
        if wanted is None:
            if words[0] == "1":
                raise _Unreadable("a placement has a colour, 12 numbers and a file name; this line has none of these")
            raise _Unreadable(f"a line begins with a number from 0 to 5; this one begins with {words[0][:20]!r}")
        if len(words) < wanted:
            raise _Unreadable(f"a line of type {words[0]} has {wanted} words; this one has {len(words)}")
        if words[1] not in self.colours:
            self.colour(words[1])
        try:
            finite = isfinite(sum(map(float, words[2:wanted])))
        except ValueError:
            finite = False
        if not finite:
            raise _bad_number(words[2:wanted])

    def colour(self, token: str) -> int:
        """A colour's code, parsed once for each way it is written."""
        try:
            found = self.colours[token] = colours.parse(token)
        except ValueError:
            raise _Unreadable(f"{token[:20]!r} is no colour number") from None
        return found

    def document(self) -> Document:
        document = self.assembled()
        held = {id(file.lines) for file in document.files}
        document.problems = [problem for among, problem in self.problems if id(among) in held]
        if self.strict and document.problems:
            first = document.problems[0]
            raise LDrawError(first.reason, file=self.name, line=first.line)
        return document

    def assembled(self) -> Document:
        outside = {index: [_text(line) for line in lines] for index, lines in self.outside.items()}
        if not self.files:
            return Document(self.name, [File(self.name, self.preamble)], outside=outside)
        if self.begins_without_its_name():
            self.files.insert(0, File(self.name, self.preamble))
            outside = {index + 1: lines for index, lines in outside.items()}
            return Document(self.name, self.files, packed=True, outside=outside)
        return Document(
            self.name, self.files, packed=True, preamble=[_text(line) for line in self.preamble], outside=outside
        )

    def begins_without_its_name(self) -> bool:
        """Whether what stands before the first `0 FILE` is the model: some programs leave its name out.

        It places one of the files, then. Anything else there is nobody's, as the MPD specification says: a mail, say.
        """
        names = {normalise(file.name) for file in self.files}
        return any(isinstance(line, Placement) and line.name in names for line in self.preamble)


def _bad_number(words: list[str]) -> _Unreadable:
    """Which of the words is none, or none that is finite."""
    for word in words:
        try:
            value = float(word)
        except ValueError:
            return _Unreadable(f"{word[:20]!r} is no number")
        if not isfinite(value):
            return _Unreadable(f"{word[:20]!r} is no finite number")
    return _Unreadable("the numbers are too large")


def _text(line: Line) -> str:
    """Lines outside every file are kept as words: nothing there is placed."""
    if isinstance(line, str):
        return line
    return placement_line(line)
