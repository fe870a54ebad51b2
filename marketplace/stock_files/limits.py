"""How much a stock file may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`size` in bytes, `lots` (with changes and what cannot be used) in one file."""

    size: int = 256 * 1024 * 1024
    lots: int = 500_000


DEFAULT_LIMITS = Limits()

#: No lot has more pieces; two such still fit into the database's whole numbers.
MOST_PIECES = 999_999_999
#: No piece costs more, in ten-thousandths of a currency unit: 100,000.00.
HIGHEST_PRICE = 1_000_000_000
#: No piece weighs more, in hundredths of a gram: a ton.
HEAVIEST = 99_999_999
#: No lot weighs more, in ten-thousandths of a gram.
HEAVIEST_LOT = 10**15
HIGHEST_SALE = 90
MOST_TIERS = 3
#: More letters are not kept of a remark, and of where a lot lies.
MOST_LETTERS = 255
MOST_OF_LOCATION = 60
