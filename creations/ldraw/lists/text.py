"""The text of a list, whatever program wrote it."""

from __future__ import annotations

import codecs
import re

from ..errors import LDrawError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Encodings of one byte a letter that an XML file may say it has. Python knows others that unpack or transform.
_DECLARED = re.compile(
    rb"""^\s*<\?xml[^>]*?encoding=["'](iso-?8859-\d+|latin-?\d|(?:windows-|cp)125\d|koi8-r)["']""", re.I
)
#: How far a text is looked at to see whether every other byte of it is NUL.
_LOOKED_AT = 512


def text_of(data: bytes, name: str) -> str:
    """`data` decoded: by its mark, as UTF-16 without one, as UTF-8, else as what it says or Windows' Western letters.

    Raises LDrawError for binary data, with the line of the first NUL.
    """
    encoding = next((codec for mark, codec in _MARKS if data.startswith(mark)), None) or _unmarked_utf16(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            reason = f"this is no text in the encoding that its beginning names: {encoding.upper()}"
            raise LDrawError(reason, file=name, line=1, column=1) from error
        text = _one_byte_letters(data)
    if (at := text.find("\0")) >= 0:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise LDrawError("this is binary data and no list", file=name, line=line, column=column)
    return text


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 whose mark is missing: in Western text every other byte is NUL."""
    start = data[: min(_LOOKED_AT, len(data) // 2 * 2)]
    if len(start) < 4:
        return None
    for codec, empty, letters in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if empty.count(0) > 0.8 * len(empty) and 0 not in letters:
            return codec
    return None


def _one_byte_letters(data: bytes) -> str:
    declared = _DECLARED.match(data[:200])
    try:
        return data.decode(declared.group(1).decode() if declared else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
