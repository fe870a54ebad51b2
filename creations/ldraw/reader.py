"""Read .ldr, .mpd and .dat as real programs write them."""

from __future__ import annotations

import codecs
import gc
import re

from .document import FILE_LINE, GLUE, NOFILE_LINE, Document, File, Line, Placement, Problem, is_step
from .errors import LDrawError, LDrawLimitError
from .limits import DEFAULT_LIMITS, Limits
from .names import normalise
from .placement_lines import Before, Unreadable, bad_number, colour_of, parse_placement, within_reach, written

_LONE_RETURN = re.compile(r"\r(?!\n)")
_MARKED = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    codecs.BOM_UTF8: "utf-8-sig",
}
_ID = re.compile(r"\s*0\s+!PROSUM\s+ID\s+([^\s\0]+)[\s\0]*$", re.IGNORECASE)
#: How many words a line of each type has at least: type, colour and its coordinates.
_GEOMETRY_WORDS = {"2": 8, "3": 11, "4": 14, "5": 14}


def read(data: bytes, *, name: str = "model.ldr", limits: Limits = DEFAULT_LIMITS, strict: bool = False) -> Document:
    """The document in `data`. `name` is used in errors and as the main file's name when the file has none.

    A line that cannot be read is kept as it is, left out of the model, and noted in `problems`; with `strict` it is an
    error. Raises LDrawError for what is no LDraw file, LDrawLimitError for one larger than `limits`.
    """
    if len(data) > limits.size:
        raise LDrawLimitError(f"the file has {len(data):,} bytes; at most {limits.size:,} are read", file=name)
    text, encoding = decode(data, name)
    lines, newline, unended = split(text)
    if len(lines) > limits.lines:
        raise LDrawLimitError(f"the file has {len(lines):,} lines; at most {limits.lines:,} are read", file=name)
    collecting = gc.isenabled()
    gc.disable()  # nothing here is cyclic, and the collector's passes over the growing document cost half the time
    try:
        document = _Reader(name, limits, strict).read(lines)
    finally:
        if collecting:
            gc.enable()
    document.encoding, document.newline, document.unended = encoding, newline, unended
    return document


def decode(data: bytes, name: str = "") -> tuple[str, str]:
    """The text in `data` and its encoding: UTF-8 or UTF-16 with their marks, UTF-8 without, else the old Windows one."""
    try:
        for mark, encoding in _MARKED.items():
            if data.startswith(mark):
                text = data[len(mark) :].decode("utf-8" if encoding == "utf-8-sig" else encoding)
                break
        else:
            encoding = "utf-8"
            text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding.startswith("utf-16"):
            raise LDrawError("the file says it is UTF-16 and is not", file=name) from None
        text, encoding = _decode_old(data)
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise LDrawError(
            "this is no LDraw file: it holds NUL bytes, as binary data do, and UTF-16 without its mark",
            file=name,
            line=line,
        )
    return text, encoding


def _decode_old(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def split(text: str) -> tuple[list[str], str, bool]:
    """The lines of a text, how they end, and whether the last one has no end (see `Document`).

    By line ends alone: `str.splitlines` also cuts at form feeds and U+2028, which a comment may hold.
    """
    if not text:
        return [], "\r\n", False
    feeds, returns, both = text.count("\n"), text.count("\r"), text.count("\r\n")
    newline = "\n"
    if feeds == returns == both and both:
        newline = "\r\n"
    elif returns and not feeds:
        newline = "\r"
    elif returns > both:
        text = _LONE_RETURN.sub("\r" + GLUE + "\n", text)
    lines = text.split(newline)
    unended = bool(lines[-1])
    if not unended:
        lines.pop()
    return lines, newline, unended


class _Reader:
    def __init__(self, name: str, limits: Limits, strict: bool) -> None:
        self.name = name
        self.limits = limits
        self.strict = strict
        self.files: list[File] = []
        self.preamble: list[Line] = []
        #: What follows each file's `0 NOFILE`; under -1 that of the text before the first `0 FILE`.
        self.outside: dict[int, list[Line]] = {}
        self.closing: str | None = None
        #: Problems with the lines they stand among: those outside every file are nobody's.
        self.problems: list[tuple[list[Line], Problem]] = []

    def read(self, lines: list[str]) -> Document:
        target = self.preamble
        before = Before()
        pending = ""  # the id a `0 !PROSUM ID` line gives the placement after it
        for number, line in enumerate(lines, 1):
            text = line.lstrip()
            kind = text[:1]
            if kind == "1" and text[1:2] in (" ", "\t"):
                try:
                    colour, transform, reference = parse_placement(text, before)
                except Unreadable as reason:
                    self.note(target, number, reason)
                else:
                    target.append(Placement(colour, transform, reference, pending, number, line))
                    pending = ""
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
            elif kind and kind != GLUE and not (self.files and self.files[-1].data):
                try:
                    _check_geometry(text, before)
                except Unreadable as reason:
                    self.note(target, number, reason)
            target.append(line)
        return self.document()

    def note(self, among: list[Line], number: int, reason: Unreadable) -> None:
        """Remember a line that cannot be read."""
        if len(self.problems) < self.limits.problems:
            self.problems.append((among, Problem(number, str(reason))))

    def boundary(self, line: str, number: int) -> list[Line] | None:
        """Where lines go after a `0 FILE`, `0 NOFILE` or `0 !DATA`; None when the line is none of them."""
        if (match := FILE_LINE.match(line)) is not None:
            if len(self.files) >= self.limits.files:
                raise LDrawLimitError(
                    f"the document holds more than {self.limits.files:,} files", file=self.name, line=number
                )
            name, data = match.group(2).rstrip(GLUE).strip(), match.group(1).upper() == "!DATA"
            self.files.append(File(name, data=data, start=number, opening=line))
            return self.files[-1].lines
        if NOFILE_LINE.match(line) is not None:
            if not self.files:
                if self.closing is not None:
                    return None
                self.closing = line
                return self.outside.setdefault(-1, [])
            last = self.files[-1]
            if last.closed:
                return None
            last.closed, last.closing = True, line
            return self.outside.setdefault(len(self.files) - 1, [])
        return None

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
        if not self.files or self.begins_without_its_name():
            # Some programs leave out the first `0 FILE`; what stands before the second is the model then.
            main = File(self.name, self.preamble, closed=self.closing is not None, closing=self.closing)
            main.opening = "" if self.files else None
            outside = {index + 1: lines for index, lines in outside.items()}
            return Document(self.name, [main, *self.files], packed=bool(self.files), outside=outside)
        preamble = [_text(line) for line in self.preamble]
        if self.closing is not None:
            preamble += [self.closing, *outside.pop(-1)]
        return Document(self.name, self.files, packed=True, preamble=preamble, outside=outside)

    def begins_without_its_name(self) -> bool:
        """Whether what stands before the first `0 FILE` is the model: some programs leave its name out.

        It places one of the files, then. Anything else there is nobody's, as the MPD specification says: a mail, say.
        """
        names = {normalise(file.name) for file in self.files}
        return any(isinstance(line, Placement) and line.name in names for line in self.preamble)


def _check_geometry(text: str, before: Before) -> None:
    """Raises Unreadable for what is no line of type 2 to 5."""
    words = text.split()
    wanted = _GEOMETRY_WORDS.get(words[0])
    if wanted is None:
        if words[0] == "1":
            raise Unreadable("a placement has a colour, 12 numbers and a file name; this line has none of these")
        raise Unreadable(f"a line begins with a number from 0 to 5; this one begins with {words[0][:20]!r}")
    if len(words) < wanted:
        raise Unreadable(f"a line of type {words[0]} has {wanted} words; this one has {len(words)}")
    colour_of(words[1])
    try:
        readable = within_reach([*map(before.number, words[2:wanted])])
    except ValueError:
        readable = False
    if not readable:
        raise bad_number(words[2:wanted])


def _text(line: Line) -> str:
    """Lines outside every file are kept as words: nothing there is placed."""
    if isinstance(line, str):
        return line
    return written(line)
