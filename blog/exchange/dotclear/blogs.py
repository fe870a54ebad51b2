"""A whole blog out of a flat file of Dotclear."""

from __future__ import annotations

from mmap import mmap

from ..limits import DEFAULT_LIMITS, Limits
from ..records import Blog, ExchangeError


def read_blog(data: bytes | mmap, language: str = "", limits: Limits = DEFAULT_LIMITS) -> Blog:
    """Read a file. Raises ExchangeError where it is none."""
    raise ExchangeError("Flat files of Dotclear are not read yet.", 1)
