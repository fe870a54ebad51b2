"""The block editor's posts: HTML in which comments say where a block begins and ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

_NAME = re.compile(r"\s+(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s+(.*?)(/?)\s*\Z", re.DOTALL)
_DEEPEST = 5  # reusable blocks in reusable blocks
_LONGEST = 4_000_000  # characters that reusable blocks may bring into one post: a few words can name them many times
# Blocks without a text of their own that nobody misses.
_SILENT = {"spacer", "more", "nextpage", "separator", "social-link", "post-content", "pattern"}


@dataclass(frozen=True, slots=True)
class _Mark:
    """One comment of the editor: from where to where, of which block, whether its end or without content."""

    start: int
    end: int
    name: str
    is_end: bool
    is_void: bool
    attributes: str


def has_blocks(text: str) -> bool:
    """Whether a post was written in the block editor."""
    return "<!-- wp:" in text


def without_blocks(
    text: str,
    classic: Callable[[str], str],
    reusable: Mapping[str, str],
    told: Callable[[str], None],
    depth: int = 0,
    room: list[int] | None = None,
) -> str:
    """The HTML of the blocks; what stands outside of them, or in a classic block, as `classic` makes it.

    `reusable` are blocks that others name by number; `told` hears of blocks that only the old site could fill.
    """
    room = [_LONGEST] if room is None else room  # what is left, for all that are within each other
    out: list[str] = []
    open_: list[str] = []
    at = 0

    def say(piece: str) -> None:
        is_classic = not open_ or open_[-1] in ("freeform", "core/freeform")
        out.append(classic(piece) if is_classic and piece.strip() else piece)

    for mark in _marks(text):
        say(text[at : mark.start])
        at = mark.end
        if mark.is_end:
            if mark.name in open_:
                del open_[len(open_) - 1 - open_[::-1].index(mark.name) :]
        elif not mark.is_void:
            open_.append(mark.name)
        elif mark.name == "block":
            number = str(_attributes(mark).get("ref", ""))
            if number in reusable and depth < _DEEPEST and len(reusable[number]) < room[0]:
                room[0] -= len(reusable[number]) + 1
                out.append(without_blocks(reusable[number], classic, reusable, told, depth + 1, room))
            else:
                told(
                    f"The reusable block {number or 'without a number'} is not in this file, or too long; its place stays empty."
                )
        elif mark.name.removeprefix("core/") not in _SILENT:
            told(f"The block “{mark.name}” was filled by the old site; its place stays empty.")
    say(text[at:])
    return "".join(out)


def _marks(text: str) -> Iterator[_Mark]:
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        at = end + 3
        found = _NAME.match(text[start + 4 : end])
        if found is not None:
            yield _Mark(start, at, found[2], bool(found[1]), bool(found[4]), found[3])


def _attributes(mark: _Mark) -> dict[str, object]:
    try:
        found = json.loads(mark.attributes or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
