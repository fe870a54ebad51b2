"""How much of a file is read. Sizes in bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`size` is that of the file, unpacked; the rest are counts, `body` and `field` in bytes of one text."""

    size: int = 1024 * 1024 * 1024
    posts: int = 200_000
    comments: int = 2_000_000
    depth: int = 64
    field: int = 16 * 1024 * 1024


DEFAULT_LIMITS = Limits()
