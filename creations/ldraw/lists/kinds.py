"""What kind of file somebody brought: told by what is in it, not by how it is called."""

from __future__ import annotations

import re

from ..errors import LDrawError
from .csv_rows import csv_rows
from .json_rows import json_rows
from .rows import Rows
from .text import text_of
from .xml_rows import xml_rows

_ZIP = b"PK\x03\x04"
#: A placement of LDraw: a colour, twelve numbers and a name; or the beginning of a file in a file.
_PLACED = re.compile(r"^[ \t]*(?:1[ \t]+\S+(?:[ \t]+[-+.\deE]+){12}[ \t]+\S|0[ \t]+FILE[ \t]+\S)", re.MULTILINE)
#: Any line of LDraw, blank ones before it.
_LINE = re.compile(r"\s*[0-5](?:\s|$)")
_FIRST = re.compile(r"\s*(\S)")
#: How much of a file is looked at.
_LOOKED_AT = 1 << 20


def is_model(data: bytes, name: str) -> bool:
    """Whether this is a model (LDraw, or Studio's archive) and no parts list, whatever its name says."""
    if data.startswith(_ZIP):
        return True
    try:
        text = text_of(data[:_LOOKED_AT], name)
    except LDrawError:
        return False  # it is neither, and the reader of lists says what is wrong
    return text.lstrip()[:1] not in ("<", "{", "[") and bool(_LINE.match(text) or _PLACED.search(text))


def rows_of(data: bytes, name: str) -> Rows:
    """The entries of a list. Raises LDrawError, with line and column where there are any."""
    text = list_text(data, name)
    first = _FIRST.match(text)[1]  # type: ignore[index]
    if first == "<":
        return xml_rows(text, name)
    return json_rows(text, name) if first in "{[" else csv_rows(text, name)


def list_text(data: bytes, name: str) -> str:
    """The text of a list. Raises LDrawError for what is none: binary data, a spreadsheet program's own file, nothing."""
    if data.startswith(_ZIP):
        reason = "this is a spreadsheet program's own file, or a zip, and no list as CSV"
        raise LDrawError(reason, file=name, line=1, column=1)
    text = text_of(data, name)
    if not _FIRST.match(text):
        raise LDrawError("this list is empty", file=name, line=1, column=1)
    return text
