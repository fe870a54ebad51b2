"""HTML as blocks of an article, and blocks as HTML: nothing is lost on the way there and back."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from wagtail.rich_text import expand_db_html

from creations.models import Creation

from ..exchange.cleaning import clean
from ..exchange.pieces import in_one_form, pieces
from ..models import ArticlePage

_KEY = re.compile(r" data-block-key=\"[^\"]*\"")


def body_of(markup: str) -> list[tuple[str, Any]]:
    """The blocks of a body: what an editor's text can hold as text, headings as such, the rest as it is."""
    blocks: list[tuple[str, str]] = []
    for piece in pieces(markup):
        heading = piece.heading
        kind = "heading" if heading is not None else "text" if piece.is_plain else "html"
        if blocks and kind == blocks[-1][0] != "heading":
            blocks[-1] = (kind, f"{blocks[-1][1]}\n{piece.html}")
        else:
            blocks.append((kind, heading if heading is not None else piece.html))
    return list(blocks)


def html_of(page: ArticlePage) -> str:
    """An article's body as HTML, in the form in which bodies are read."""
    return in_one_form(clean("\n".join(_html(block.block_type, block.value) for block in page.body)))


def _html(kind: str, value: Any) -> str:
    if kind == "heading":
        return f"<h2>{escape(value, quote=False)}</h2>"
    if kind == "text":
        return str(expand_db_html(_KEY.sub("", value.source)))
    if kind == "html":
        return str(value)
    if kind == "quote":
        source = f"<cite>{escape(value['source'], quote=False)}</cite>" if value["source"] else ""
        return f"<blockquote><p>{escape(value['text'], quote=False)}</p>{source}</blockquote>"
    if kind == "picture":
        return _picture(value)
    return _creation(value)


def _picture(value: Any) -> str:
    if value["image"] is None:
        return ""
    caption = f"<figcaption>{escape(value['caption'], quote=False)}</figcaption>" if value["caption"] else ""
    address = escape(value["image"].file.url)
    return f'<figure><img src="{address}" alt="{escape(value["caption"] or value["image"].title)}">{caption}</figure>'


def _creation(value: Any) -> str:
    """Elsewhere it is a link to its page here."""
    creation: Creation | None = value["creation"]
    if creation is None or not creation.is_public:
        return ""
    return f'<p><a href="{escape(creation.get_absolute_url())}">{escape(creation.title, quote=False)}</a></p>'
