"""Prices and quantities as people and programs write them: decimal commas, thousands marks, currency signs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .limits import HIGHEST_PRICE, MOST_PIECES
from .problems import BadField, Why

#: What may stand around a price: a currency's sign or code. Cents and pence may not, for they mean something else.
_CURRENCY = r"[A-Z]{3}|[$€£¥₩₹₺₽]|kr\.?|Kč|zł|Ft|Fr\.?|R\$"
_AROUND = re.compile(rf"^(?:{_CURRENCY})\s*|\s*(?:{_CURRENCY})$")
#: Blanks and apostrophes that mark thousands: 1 200, 1'200.
_MARKS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))")
_DIGITS = re.compile(r"[0-9]*(?:[.,][0-9]*)*")
#: No price that anybody means is longer.
_LONGEST = 40
_MINUS = "-−"


@dataclass(frozen=True, slots=True)
class Notation:
    """Which of `.` and `,` stands before decimals in a file; empty where both do. `sure` if some of its prices show it."""

    decimal: str
    sure: bool


#: BrickLink's and BrickStore's own.
POINT = Notation(".", False)


def notation_of(prices: Iterable[str], delimiter: str) -> Notation:
    """The notation of a table, by those of its prices that can only be read in one way, else by what parts its cells."""
    shown = Counter(filter(None, map(_decimal_shown, prices)))
    if len(shown) == 2:
        return Notation("", True)
    if shown:
        return Notation(next(iter(shown)), True)
    return Notation({",": ".", ";": ","}.get(delimiter, ""), False)


def _decimal_shown(text: str) -> str:
    """The sign before decimals, where a price leaves no doubt about it."""
    text = _bare(text)
    points, commas = text.count("."), text.count(",")
    if not points and not commas:
        return ""
    if points and commas:
        return "." if text.rfind(".") > text.rfind(",") else ","
    sign = "." if points else ","
    if points + commas > 1:
        return "," if sign == "." else "."
    before, _, after = text.partition(sign)
    return sign if len(after) != 3 or not before or before.startswith("0") or len(before) > 3 else ""


def _bare(text: str) -> str:
    """A figure without what stands around it and without blanks between thousands."""
    if len(text) > _LONGEST:
        return ""
    return _MARKS.sub("", _AROUND.sub("", text.strip()))


@lru_cache(maxsize=20_000)
def price(text: str, notation: Notation, most: int = HIGHEST_PRICE) -> int:
    """A price (or another figure up to `most`) in ten-thousandths, rounded half up. Raises BadField."""
    bare = _bare(text)
    if bare[:1] in _MINUS or (bare[:1] == "(" and bare[-1:] == ")"):
        raise BadField(Why.PRICE_NEGATIVE if any(map(str.isdecimal, bare)) else Why.PRICE, text)
    if not bare or not _DIGITS.fullmatch(bare) or not bare.strip(".,"):
        raise BadField(Why.PRICE, text)
    decimal = _decimal_shown(bare) or notation.decimal
    if not decimal:
        if notation.sure and re.search("[.,]", bare):
            raise BadField(Why.PRICE_DOUBTFUL, text)
        decimal = "," if "," in bare else "."  # bricks cost less than a thousand
    found = _scaled(bare, decimal)
    if found is None or found > most:
        raise BadField(Why.PRICE, text)
    return found


def _scaled(bare: str, decimal: str) -> int | None:
    """Digits in ten-thousandths. None where thousands are not marked every three digits, or decimals twice."""
    whole, _, decimals = bare.partition(decimal)
    mark = "," if decimal == "." else "."
    groups = whole.split(mark)
    if mark in decimals or decimal in decimals or (len(groups) > 1 and not _in_threes(groups)):
        return None
    digits = "".join(groups) or "0"
    if len(digits) > 12:
        return None
    half_up = int(decimals[4] >= "5") if len(decimals) > 4 else 0
    return int(digits) * 10_000 + int((decimals[:4]).ljust(4, "0")) + half_up


def _in_threes(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


@lru_cache(maxsize=20_000)
def quantity(text: str, notation: Notation = POINT) -> int:
    """A number of pieces: `1200`, `1.200`, `1 200`, `12.0`. Raises BadField, also for one below zero."""
    bare = _MARKS.sub("", text.strip()) if len(text) <= _LONGEST else ""
    if bare[:1] in _MINUS and bare[1:].strip()[:1].isdecimal():
        raise BadField(Why.QUANTITY_NEGATIVE, text)
    if not bare or not _DIGITS.fullmatch(bare):
        raise BadField(Why.QUANTITY, text)
    if not notation.sure and len(groups := re.split("[.,]", bare)) > 1 and _in_threes(groups):
        found: int | None = int("".join(groups)) * 10_000
    else:
        found = _scaled(bare, _decimal_shown(bare) or notation.decimal or ".")
    if found is None or found % 10_000 or found // 10_000 > MOST_PIECES:
        raise BadField(Why.QUANTITY, text)
    return found // 10_000


def signed(text: str) -> int | None:
    """The difference that is meant by `+5` or `-3`; None for a figure without a sign."""
    text = text.strip()
    if text[:1] not in f"+{_MINUS}" or not text[:1]:
        return None
    try:
        size = quantity(text[1:])
    except BadField as error:
        raise BadField(Why.QUANTITY, text) from error
    return size if text[0] == "+" else -size


def written(price: int) -> str:
    """A price in ten-thousandths with a point, as BrickLink writes it: three decimals, a fourth where there is one."""
    text = f"{price // 10_000}.{price % 10_000:04}"
    return text[:-1] if text.endswith("0") else text
