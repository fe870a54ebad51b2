"""Write a document as LDraw programs expect it: UTF-8, CRLF, one line a placement."""

from __future__ import annotations

from collections.abc import Iterator

from .colours import DIRECT
from .document import Document, File, Placement


def write(document: Document) -> bytes:
    """The document as bytes; `read` of them gives an equal document."""
    return ("\r\n".join(_document(document)) + "\r\n").encode()


def _document(document: Document) -> Iterator[str]:
    yield from document.preamble
    for index, file in enumerate(document.files):
        if document.packed:
            yield f"0 {'!DATA' if file.data else 'FILE'} {file.name}"
        yield from _file(file)
        if file.closed:
            yield "0 NOFILE"
        yield from document.outside.get(index, ())


def _file(file: File) -> Iterator[str]:
    for line in file.lines:
        if isinstance(line, str):
            yield line
            continue
        if line.id:
            yield f"0 !PROSUM ID {line.id}"
        yield placement_line(line)


def placement_line(placement: Placement) -> str:
    """The type 1 line of a placement."""
    colour = f"0x{placement.colour:X}" if placement.colour >= DIRECT else str(placement.colour)
    return f"1 {colour} {' '.join(map(number, placement.transform))} {placement.reference}"


def number(value: float) -> str:
    """The shortest decimal that reads back as the same number, without exponent or a needless `.0`."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return f"{value:.20f}".rstrip("0") if "e" in text else text
