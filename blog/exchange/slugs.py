"""The last word of an article's address: the source's own where it has one, made from the title where not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import unquote

from .records import Post

LONGEST = 200  # characters; a slug of Wagtail has at most 255, and a number may follow


def give_slugs(posts: Sequence[Post]) -> None:
    """Give each post a slug of its own. Those that the source gave are dealt out first, so that links to them hold."""
    taken: dict[str, int] = {}
    for post in sorted(posts, key=lambda post: not slug_of(post.slug)):
        wanted = slug_of(post.slug) or slug_of(_folded(post.title)) or slug_of(f"article-{post.id}") or "article"
        post.slug = _free(wanted, taken)


def slug_of(text: str) -> str:
    """What of a text can stand in an address: letters, digits, `-` and `_`, of any script."""
    text = unquote(text, errors="replace").replace("\ufffd", "")
    text = unicodedata.normalize("NFC", text).strip().strip("/").rsplit("/", 1)[-1]
    text = re.sub(r"[\s.]+", "-", text)
    text = re.sub(r"[^\w-]", "", text)
    return re.sub(r"-{2,}", "-", text)[:LONGEST].strip("-_")


def _folded(title: str) -> str:
    """In small letters without accents, as blogs make their addresses; titles in other scripts keep theirs."""
    title = re.sub(r"['’/&]+", " ", title.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("ß", "ss"))
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", title) if not unicodedata.combining(sign))
    return bare.lower()


def _free(wanted: str, taken: dict[str, int]) -> str:
    """The wanted slug, with a number if it is taken; `taken` knows for each which number comes next."""
    slug = wanted
    while slug.casefold() in taken:
        taken[wanted.casefold()] += 1
        slug = f"{wanted}-{taken[wanted.casefold()]}"
    taken[slug.casefold()] = 1
    return slug
