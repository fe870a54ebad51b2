"""Whole numbers from outside."""

from __future__ import annotations

#: What PostgreSQL's bigint holds, the type of our primary keys.
LARGEST = 2**63 - 1


def whole(text: object, *, least: int = 0, most: int = LARGEST) -> int | None:
    """The whole number that `text` writes in ASCII digits, or None for anything else and for what is out of bounds.

    `int()` alone takes spaces, underscores and every script's digits, and raises beyond 4,300 of them.
    """
    if not isinstance(text, str) or len(text) > 20:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return None
    number = int(text)
    return number if least <= number <= most else None
