"""Dotclear's flat file: sections of a table each, rows of quoted values.

    ///DOTCLEAR|2.24|single

    [post post_id,post_title]
    "12","It is \\"here\\"\\nin C:\\\\new"

After its `FlatBackup`. A value is unescaped in one pass, else `\\\\n` would become a new line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from mmap import mmap

from ..limits import DEFAULT_LIMITS, Limits
from ..records import ExchangeError
from ..words import decoded

_SECTION = re.compile(rb"\[\s*(?:dc_)?([A-Za-z_0-9]{1,64})\s+([A-Za-z_0-9,\s]{1,10000})\]\s*\Z")
_VALUE = re.compile(rb'\s*"([^"\\]*(?:\\.[^"\\]*)*)"\s*(,|\Z)', re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b'"': b'"', b"\\": b"\\"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table `name`: its values by column, empty where there is none."""

    name: str
    values: dict[str, str]
    line: int

    def get(self, column: str) -> str:
        """A value without the blanks around it, empty where the table has no such column."""
        return self.values.get(column, "").strip()


def rows(data: bytes | mmap, told: Callable[[int, str], None], limits: Limits = DEFAULT_LIMITS) -> Iterator[Row]:
    """The rows of a file, in order; `told` hears of those that cannot be read. Raises ExchangeError."""
    name, columns = "", list[str]()
    for number, line in enumerate(_lines(data), 1):
        if len(line) > limits.field:
            raise ExchangeError("One row of this file is too long.", number)
        line = line.strip()
        if line.startswith(b'"'):
            values = _values(line)
            if not name:
                told(number, "A row stands before the first table; it is left out.")
            elif values is None:
                told(number, f"A row of the table “{name}” is broken; it is left out.")
            elif len(values) != len(columns):
                told(
                    number,
                    f"A row of the table “{name}” has {len(values)} values for {len(columns)} columns; left out.",
                )
            else:
                yield Row(name, dict(zip(columns, values, strict=True)), number)
        elif line.startswith(b"["):
            found = _SECTION.match(line)
            if found is None:
                told(number, "The beginning of a table is broken; the table is left out.")
                name = ""
            else:
                name = found[1].decode("ascii").lower()
                columns = [column.strip() for column in found[2].decode("ascii").lower().split(",")]
        elif line and number > 1:
            told(number, "This line is neither a table nor a row; it is left out.")


def _lines(data: bytes | mmap) -> Iterator[bytes]:
    at, end = 0, len(data)
    while at < end:
        stop = data.find(b"\n", at)
        stop = end if stop < 0 else stop
        yield data[at:stop]
        at = stop + 1


def _values(line: bytes) -> list[str] | None:
    found, at = list[str](), 0
    while at < len(line):
        value = _VALUE.match(line, at)
        if value is None:
            return None
        found.append(decoded(_ESCAPED.sub(_unescaped, value[1])))
        at = value.end()
        if not value[2]:
            return found
    return None  # it ends in a comma


def _unescaped(found: re.Match[bytes]) -> bytes:
    return _SIGNS.get(found[1], found[0])
