"""Read .ldr, .mpd and .dat as real programs write them."""

from __future__ import annotations

import codecs
import gc
import re
from math import isfinite

from . import colours
from .document import Document, File, Line, Placement
from .errors import LDrawError, LDrawLimitError
from .limits import DEFAULT_LIMITS, Limits
from .writer import placement_line

_LINE_END = re.compile(r"\r\n|\n|\r")
_FILE = re.compile(r"\s*0\s+FILE\s+(.+)", re.IGNORECASE)
_NOFILE = re.compile(r"\s*0\s+NOFILE\b", re.IGNORECASE)
_DATA = re.compile(r"\s*0\s+!DATA\s+(.+)", re.IGNORECASE)
_ID = re.compile(r"\s*0\s+!PROSUM\s+ID\s+(\S+)\s*$", re.IGNORECASE)
#: How many words a line of each type has at least: type, colour and its coordinates.
_GEOMETRY_WORDS = {"2": 8, "3": 11, "4": 14, "5": 14}


def read(data: bytes, *, name: str = "model.ldr", limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in `data`. `name` is used in errors and as the main file's name when the file has none.

    Raises LDrawError for what is no LDraw file, LDrawLimitError for one larger than `limits`.
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
        return _Reader(name, limits).read(lines)
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
        raise LDrawError("this is no LDraw file: it holds binary data", file=name, line=line)
    return text


class _Reader:
    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.files: list[File] = []
        self.preamble: list[Line] = []
        self.outside: dict[int, list[Line]] = {}
        self.colours: dict[str, int] = {}

    def read(self, lines: list[str]) -> Document:
        target = self.preamble
        pending = ""  # the id a `0 !PROSUM ID` line gives the placement after it
        for number, line in enumerate(lines, 1):
            text = line.lstrip()
            kind = text[:1]
            if kind == "1" and text[1:2] in (" ", "\t"):
                placement = self.placement(text, number)
                placement.id, pending = pending, ""
                target.append(placement)
                continue
            if kind == "0":
                upper = text[:12].upper()
                if "FILE" in upper or "!DATA" in upper:
                    opened = self.boundary(line, number)
                    if opened is not None:
                        target, pending = opened, ""
                        continue
                elif "!PROSUM" in upper and (match := _ID.match(line)) is not None:
                    pending = match.group(1)
                    continue
            elif kind in _GEOMETRY_WORDS and text[1:2] in (" ", "\t"):
                self.check_geometry(text, number)
            elif kind and not (self.files and self.files[-1].data):
                raise LDrawError(
                    f"a line begins with a number from 0 to 5; this one begins with {text.split()[0][:20]!r}",
                    file=self.name,
                    line=number,
                )
            target.append(line.rstrip())
        return self.document()

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
            raise LDrawError(
                f"a placement has a colour, 12 numbers and a file name; this line has {len(words) - 1} of these 14 words",
                file=self.name,
                line=number,
            )
        colour = self.colours.get(words[1])
        if colour is None:
            colour = self.colours[words[1]] = self.colour(words[1], number)
        try:
            transform = tuple(map(float, words[2:14]))
        except ValueError:
            raise self.bad_number(words[2:14], number) from None
        if not isfinite(sum(transform)):
            raise self.bad_number(words[2:14], number)
        return Placement(colour, transform, words[14].rstrip(), "", number)  # type: ignore[arg-type]

    def check_geometry(self, text: str, number: int) -> None:
        words = text.split()
        wanted = _GEOMETRY_WORDS[words[0]]
        if len(words) < wanted:
            raise LDrawError(
                f"a line of type {words[0]} has {wanted} words; this one has {len(words)}", file=self.name, line=number
            )
        if words[1] not in self.colours:
            self.colours[words[1]] = self.colour(words[1], number)
        try:
            finite = isfinite(sum(map(float, words[2:wanted])))
        except ValueError:
            finite = False
        if not finite:
            raise self.bad_number(words[2:wanted], number)

    def colour(self, token: str, number: int) -> int:
        try:
            return colours.parse(token)
        except ValueError:
            raise LDrawError(f"{token[:20]!r} is no colour number", file=self.name, line=number) from None

    def bad_number(self, words: list[str], number: int) -> LDrawError:
        for word in words:
            try:
                value = float(word)
            except ValueError:
                return LDrawError(f"{word[:20]!r} is no number", file=self.name, line=number)
            if not isfinite(value):
                return LDrawError(f"{word[:20]!r} is no finite number", file=self.name, line=number)
        return LDrawError("the numbers are too large", file=self.name, line=number)

    def document(self) -> Document:
        outside = {index: [_text(line) for line in lines] for index, lines in self.outside.items()}
        if not self.files:
            return Document(self.name, [File(self.name, self.preamble)], outside=outside)
        if any(isinstance(line, Placement) for line in self.preamble):
            # Some programs leave out the first `0 FILE`; what stands before the second is the model then.
            self.files.insert(0, File(self.name, self.preamble))
            outside = {index + 1: lines for index, lines in outside.items()}
            return Document(self.name, self.files, packed=True, outside=outside)
        return Document(
            self.name, self.files, packed=True, preamble=[_text(line) for line in self.preamble], outside=outside
        )


def _text(line: Line) -> str:
    """Lines outside every file are kept as words: nothing there is placed."""
    if isinstance(line, str):
        return line
    return placement_line(line)
