"""The text of a post, from what was typed to what readers saw."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..cleaning import clean
from .blocks import has_blocks, without_blocks
from .paragraphs import with_paragraphs
from .shortcodes import Shortcodes, linked_addresses

# Where the list of posts ends a text, where a new page begins: here all stands on one page.
_BREAK = re.compile(r"(?:^|(?<=\n))[ \t]*<!--\s?(?:more\b[^>]{0,500}?|nextpage|noteaser)\s?-->[ \t]*(?=\n|\Z)")
_BREAK_IN_LINE = re.compile(r"<!--\s?(?:more\b[^>]{0,500}?|nextpage|noteaser)\s?-->")


def body_of(raw: str, shortcodes: Shortcodes, reusable: Mapping[str, str], told: Callable[[str], None]) -> str:
    """HTML as it will stand."""
    text = _BREAK_IN_LINE.sub("", _BREAK.sub("\n", raw))

    def classic(piece: str) -> str:
        return with_paragraphs(shortcodes.replaced(linked_addresses(piece)))

    if has_blocks(text):
        text = shortcodes.replaced(linked_addresses(without_blocks(text, classic, reusable, told)))
    else:
        text = classic(text)
    return clean(text)
