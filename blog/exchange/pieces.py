"""The pieces of an article's HTML: the elements that stand beside each other, each in a form that is always the same.

Works on cleaned HTML (`cleaning.clean`), whose tags are all closed and written alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z]+=\"[^\"]*\")*)>")
_VOID = {"br", "hr", "img", "col", "source", "track"}
_INLINE = set(
    "a abbr b br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup time u var".split()  # noqa: SIM905
)
# What an editor's text holds without losing anything when it is opened and kept again.
_PLAIN = {"p", "ul", "ol", "li", "strong", "b", "em", "i", "br", "code"}
_LINK = re.compile(r" href=\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Piece:
    """`tag` is the element's name, empty for words and inline elements that stand alone."""

    tag: str
    html: str

    @property
    def heading(self) -> str | None:
        """The words of a heading of the second level without anything in it, None of anything else."""
        found = re.fullmatch(r"<h2>([^<>\n]+)</h2>", self.html)
        return unescape(found[1]) if found is not None and found[1] == found[1].strip() else None

    @property
    def is_plain(self) -> bool:
        """Whether it is a paragraph or list with nothing but emphasis and links in it."""
        if self.tag not in ("p", "ul", "ol"):
            return False
        return all(
            (name in _PLAIN and not attributes) or (name == "a" and (end or _LINK.fullmatch(attributes) is not None))
            for end, name, attributes in _TAG.findall(self.html)
        )


def pieces(markup: str) -> list[Piece]:
    """The pieces of cleaned HTML, in order; joined by newlines they are the whole again."""
    found: list[Piece] = []
    start = depth = 0
    tag = ""

    def cut(end: int) -> None:
        piece = markup[start:end].strip()
        if piece:
            found.append(Piece(tag, piece))

    for each in _TAG.finditer(markup):
        end, name = each[1], each[2]
        is_inline = name in _INLINE
        if depth == 0 and not is_inline and not end:
            cut(each.start())
            start, tag = each.start(), name
        if name not in _VOID:
            depth = max(depth + (-1 if end else 1), 0)
        if depth == 0 and not is_inline:
            cut(each.end())
            start, tag = each.end(), ""
    cut(len(markup))
    return found


def in_one_form(markup: str) -> str:
    """Cleaned HTML with each piece on lines of its own."""
    return "\n".join(piece.html for piece in pieces(markup))
