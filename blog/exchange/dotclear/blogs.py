"""A whole blog out of a flat file of Dotclear."""

from __future__ import annotations

from mmap import mmap

from ..finishing import finish
from ..languages import chosen_language
from ..limits import DEFAULT_LIMITS, Limits
from ..records import Blog
from .reading import read


def read_blog(data: bytes | mmap, language: str = "", limits: Limits = DEFAULT_LIMITS) -> Blog:
    """Read a file. Raises ExchangeError where it is none."""
    blog, addresses = read(data, limits)
    finish(blog, chosen_language(language, blog.language), addresses)
    return blog
