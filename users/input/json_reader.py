"""JSON from outside, with limits that hold before anything is built."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from ..errors import ActionError
from .text import is_text

MOST_BYTES = 4 * 1024 * 1024
MOST_DEPTH = 32
#: More than any number of ours: 64 bits have 19 digits.
MOST_DIGITS = 19
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


class BadJSON(ActionError):
    """What was sent is no JSON, or more of it than is read; the message says which."""


def read_json(data: bytes, *, most_bytes: int = MOST_BYTES, most_depth: int = MOST_DEPTH) -> Any:
    """The value in `data`, which is UTF-8. Its numbers are finite and below 20 digits, its texts can be kept.

    Raises BadJSON.
    """
    if len(data) > most_bytes:
        raise BadJSON(_("What was sent is too large: at most %(size)d KB are read.") % {"size": most_bytes // 1024})
    if _depth(data, most_depth) > most_depth:
        raise BadJSON(_("What was sent is nested too deep: at most %(depth)d levels are read.") % {"depth": most_depth})
    try:
        value = json.loads(data.decode(), parse_int=_whole, parse_float=_float, parse_constant=_refuse)
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise BadJSON(_("What was sent is no JSON.")) from error
    # Only an escape can bring what is no text: JSON itself forbids bare control characters, UTF-8 lone surrogates.
    if b"\\u" in data and not _all_text(value):
        raise BadJSON(_("What was sent holds characters that no text has."))
    return value


def _depth(data: bytes, enough: int) -> int:
    """How deep arrays and objects nest, counted no further than beyond `enough`."""
    deepest = depth = 0
    for match in _BRACKETS.finditer(data):
        first = match.group()[:1]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > enough:
                break
        elif first in b"]}":
            depth -= 1
    return deepest


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS + digits.startswith("-"):
        _refuse(digits)
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        _refuse(digits)
    return value


def _refuse(number: str) -> NoReturn:
    """`NaN` and `Infinity` are Python's own, and no JSON."""
    raise ValueError(number[:20])


def _all_text(value: Any) -> bool:
    if isinstance(value, str):
        return is_text(value)
    if isinstance(value, dict):
        return all(is_text(key) and _all_text(one) for key, one in value.items())
    if isinstance(value, list):
        return all(map(_all_text, value))
    return True
