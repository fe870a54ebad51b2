"""Reading an export of a blog, whichever program wrote it."""

from __future__ import annotations

from collections.abc import Callable
from mmap import mmap
from pathlib import Path

from .dotclear import blogs as dotclear
from .limits import DEFAULT_LIMITS, Limits
from .opening import opened
from .records import Blog, ExchangeError
from .wordpress import blogs as wordpress


def read_blog(path: Path, language: str = "", limits: Limits = DEFAULT_LIMITS) -> Blog:
    """Read WordPress's WXR or Dotclear's flat file, packed or not. Raises ExchangeError where nothing can be read.

    `language` is that of the articles it will stand among: the blog's own if not told, English if that is none of ours.
    """
    with opened(path, limits) as data:
        return _reader(data)(data, language, limits)


def _reader(data: bytes | mmap) -> Callable[[bytes | mmap, str, Limits], Blog]:
    beginning = data[: 1 << 16].removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.startswith(b"///DOTCLEAR|"):
        return dotclear.read_blog
    small = beginning.lower()
    if small.startswith((b"<!doctype html", b"<html")) or (b"<html" in small and b"<rss" not in small):
        raise ExchangeError("This is a web page, not an export: the site may have asked to log in first.", 1)
    if b"<rss" in small or b"<wp:" in small or b"<channel" in small or b"<item" in small:
        return wordpress.read_blog
    if small.startswith(b"<"):
        raise ExchangeError("This is XML, but not an export of WordPress: it has no <rss>.", 1)
    raise ExchangeError("This is neither an export of WordPress (WXR) nor one of Dotclear (flat file).", 1)
