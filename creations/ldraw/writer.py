"""Write a document: what nobody touched as it was read, to the byte; what is new in UTF-8 with CRLF."""

from __future__ import annotations

import codecs
import re

from .document import FILE_LINE, GLUE, NOFILE_LINE, Document, File, Placement
from .names import normalise
from .placement_lines import written

#: Lines that speak of the one after them: nothing may come between.
_SPEAKS_OF_NEXT = re.compile(
    r"\s*0\s+(?:MLCAD\s+BTG|(?:!LDCAD\s+)?GROUP_NXT|BFC\b.*\bINVERTNEXT|!TEXMAP\s+NEXT|!?LPUB|!LEOCAD\s+(?:PIECE|SYNTH))\b",
    re.IGNORECASE,
)
_MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE, "utf-8-sig": codecs.BOM_UTF8}


def write(document: Document) -> bytes:
    """The document as bytes; `read` of them gives an equal document.

    Words that its encoding has no letters for make it UTF-8.
    """
    text = as_text(document)
    mark = _MARKS.get(document.encoding, b"")
    try:
        return mark + text.encode("utf-8" if document.encoding == "utf-8-sig" else document.encoding)
    except UnicodeEncodeError:
        return text.encode()


def as_text(document: Document) -> str:
    """The document as text."""
    lines = list(document.preamble)
    for index, file in enumerate(document.files):
        if document.packed and not _is_unopened(document, file):
            lines.append(_said(file.opening, file.name) or f"0 {'!DATA' if file.data else 'FILE'} {file.name}")
        _append(lines, file)
        if file.closed:
            lines.append(file.closing if file.closing and NOFILE_LINE.match(file.closing) else "0 NOFILE")
        lines += document.outside.get(index, ())
    if not lines:
        return ""
    text = document.newline.join(lines) + ("" if document.unended else document.newline)
    return text.replace(GLUE + document.newline, "").replace(GLUE, "") if GLUE in text else text


def _is_unopened(document: Document, file: File) -> bool:
    """Whether it is the first file, was read without a line that names it, and will be known again without."""
    if file.opening != "" or file is not document.main or document.preamble:
        return False
    names = {normalise(other.name) for other in document.files[1:]}
    return any(placement.name in names for placement in file.placements)


def _said(opening: str | None, name: str) -> str:
    """The line that named a file, if it still does."""
    match = FILE_LINE.match(opening) if opening else None
    return match.string if match is not None and match.group(2).rstrip(GLUE).strip() == name else ""


def _append(lines: list[str], file: File) -> None:
    for line in file.lines:
        if isinstance(line, Placement):
            if line.id:
                lines.insert(_before_what_speaks_of_it(lines), f"0 !PROSUM ID {line.id}")
            lines.append(written(line))
        else:
            lines.append(line)


def _before_what_speaks_of_it(lines: list[str]) -> int:
    """Where an id goes that belongs to the next line."""
    at = len(lines)
    while at > 0 and _SPEAKS_OF_NEXT.match(lines[at - 1]) is not None:
        at -= 1
    return at
