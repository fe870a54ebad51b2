"""Our own lists in JSON, and others like them: an array of objects, or an object that holds it as `items`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..errors import LDrawError
from .rows import Row, Rows, shown
from .words import headings, key

_START = re.compile(r'\s*(?:\[|\{(?:[^\[\]]*,)?\s*"items"\s*:\s*\[)')
_BETWEEN = re.compile(r"\s*(,?)\s*")


def json_rows(text: str, name: str) -> Rows:
    """The items of a list, read one by one so that each knows its line. Raises LDrawError for what is no such list."""
    start = _START.match(text)
    if start is None:
        raise LDrawError("this is no parts list, as it has no items", file=name, line=1, column=1)
    return Rows(_rows(text, start.end(), name), form="json")


def _rows(text: str, at: int, name: str) -> Iterator[Row]:
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    at = _BETWEEN.match(text, at).start(1)  # type: ignore[union-attr]
    while not text.startswith("]", at):
        line, counted = line + text.count("\n", counted, at), at
        try:
            item, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise LDrawError(
                f"this is no JSON: {getattr(error, 'msg', error)}",
                file=name,
                line=line,
                column=_column(text, at, error),
            ) from None
        yield Row(line, shown(text[at:end]), _values(item) if isinstance(item, dict) else {})
        between = _BETWEEN.match(text, end)
        assert between is not None
        if not between.group(1) and not text.startswith("]", between.end()):
            line += text.count("\n", counted, between.end())
            raise LDrawError("the list is cut off", file=name, line=line, column=_column(text, between.end(), None))
        at = between.end()


def _column(text: str, at: int, error: Exception | None) -> int:
    at = getattr(error, "pos", at)
    return at - text.rfind("\n", 0, at)


def _values(item: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in item.items():
        column = headings().get(key(name), ("", None, 0))[0]
        if column and value is not None and not isinstance(value, dict | list):
            found.setdefault(column, str(value).strip())
    return found
