"""The text of a post of Dotclear: what it had made of what was typed, else made here."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt

from ..cleaning import clean
from .flat import Row
from .wiki import Wiki


def text_of(row: Row, told: Callable[[int, str], None]) -> tuple[str, str]:
    """The excerpt, which stood above the text, and the text, both HTML as they will stand."""
    excerpt = _half(row, ("post_excerpt_xhtml", "post_excerpt"), ("post_chapo", "post_chapo_wiki"), "excerpt", told)
    return excerpt, _half(row, ("post_content_xhtml", "post_content"), ("post_content", "post_content_wiki"), "", told)


def _half(
    row: Row, names: tuple[str, str], old_names: tuple[str, str], prefix: str, told: Callable[[int, str], None]
) -> str:
    """Of the pair of HTML and source the HTML, where there is any."""
    is_old = "post_content_wiki" in row.values or "post_titre" in row.values
    made, typed = (row.get(name) for name in (old_names if is_old else names))
    if made:
        return clean(made)
    kind = row.get("post_format") or ("wiki" if is_old else "xhtml")
    if not typed or kind == "xhtml":
        return clean(typed)
    if kind == "wiki":
        return Wiki(french=row.get("post_lang").lower().startswith("fr"), prefix=prefix).html(typed)
    if kind == "markdown":
        return clean(MarkdownIt("commonmark").enable("table").render(typed))
    told(row.line, f"The format “{kind}” is not known; the text is taken as HTML.")
    return clean(typed)
