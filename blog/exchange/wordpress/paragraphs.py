"""Paragraphs and line breaks as WordPress makes them from classic posts, which have only blank lines and newlines.

After `wpautop` of WordPress (wp-includes/formatting.php), step by step, so that what readers saw is what they see.
"""

from __future__ import annotations

import re

_BLOCK = (
    r"(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|"
    r"address|math|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|"
    r"details|menu|summary)"
)
_KEPT = re.compile(r"<pre\b.*?(?:</pre>|\Z)|<(script|style)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_IN_TAGS = re.compile(r"<!--.*?(?:-->|\Z)|<[^>]*>?", re.DOTALL)

# Bounded and begun once for each run of blanks: no text takes more than its length in steps.
_BEFORE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<br\s*/?>\s*<br\s*/?>"), "\n\n"),
    (re.compile(rf"(<{_BLOCK}[\s/>])"), r"\n\n\1"),
    (re.compile(rf"(</{_BLOCK}>)"), r"\1\n\n"),
    (re.compile(r"(<hr\s*?/?>)"), r"\1\n\n"),
)
_TOGETHER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\s)\s*<option"), "<option"),
    (re.compile(r"</option>\s*"), "</option>"),
    (re.compile(r"(<object[^<>]{0,4000}>)\s*"), r"\1"),
    (re.compile(r"(?<!\s)\s*</object>"), "</object>"),
    (re.compile(r"(?<!\s)\s*(</?(?:param|embed|source|track)[^<>]{0,4000}>)\s*"), r"\1"),
    (re.compile(r"([<\[](?:audio|video)[^<>\[\]]{0,4000}[>\]])\s*(?=<(?:source|track))"), r"\1"),
    (re.compile(r"(?<!\s)\s*(<figcaption[^<>]{0,4000}>)"), r"\1"),
    (re.compile(r"</figcaption>\s*"), "</figcaption>"),
    (re.compile(r"\n\n+"), "\n\n"),
)
_UNWRAPPED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<p>\s*</p>"), ""),
    (re.compile(r"<p>([^<]+)</(div|address|form)>"), r"<p>\1</p></\2>"),
    (re.compile(rf"<p>\s*(</?{_BLOCK}[^<>]{{0,4000}}>)\s*</p>"), r"\1"),
)
_AFTER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<p><blockquote([^<>]{0,4000})>", re.IGNORECASE), r"<blockquote\1><p>"),
    (re.compile(r"</blockquote></p>"), "</p></blockquote>"),
    (re.compile(rf"<p>\s*(</?{_BLOCK}[^<>]{{0,4000}}>)"), r"\1"),
    (re.compile(rf"(</?{_BLOCK}[^<>]{{0,4000}}>)\s*</p>"), r"\1"),
    (re.compile(r"<br>|<br/>"), "<br />"),
    (re.compile(r"(?<!<br />)(?<![^\S\n])[^\S\n]*\n"), "<br />\n"),
    (re.compile(rf"(</?{_BLOCK}[^<>]{{0,4000}}>)\s*<br />"), r"\1"),
    (re.compile(r"<br />(\s*</?(?:p|li|div|dl|dd|dt|th|pre|td|ul|ol)[^<>]{0,4000}>)"), r"\1"),
    (re.compile(r"\n</p>\Z"), "</p>"),
)


def with_paragraphs(text: str) -> str:
    """HTML with its paragraphs and breaks. What stands in `pre`, `script` and `style` stays as it is."""
    if not text.strip():
        return ""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        name = f"\x02{len(kept) - 1}\x02"
        return name if found[1] else f"<pre {name}></pre>"

    text = _KEPT.sub(keep, text.replace("\x02", "").replace("\x03", "") + "\n")
    for pattern, by in _BEFORE:
        text = pattern.sub(by, text)
    # Newlines inside of tags are no line breaks.
    text = _IN_TAGS.sub(lambda tag: tag.group().replace("\n", "\x03"), text)
    for pattern, by in _TOGETHER:
        text = pattern.sub(by, text)
    pieces = (piece.strip("\n") for piece in re.split(r"\n\s*\n", text))
    text = "".join(f"<p>{piece}</p>\n" for piece in pieces if piece)
    for pattern, by in _UNWRAPPED:
        text = pattern.sub(by, text)
    text = "\n".join(_without_paragraphs_of_items(line) for line in text.split("\n"))
    for pattern, by in _AFTER:
        text = pattern.sub(by, text)
    text = text.replace("\x03", "\n")
    return re.sub(r"(?:<pre )?\x02(\d+)\x02(?:></pre>)?", lambda found: kept[int(found[1])], text).strip()


def _without_paragraphs_of_items(line: str) -> str:
    """A line in which no `<p>` holds an item of a list."""
    out: list[str] = []
    at = 0
    while (start := line.find("<p><li", at)) >= 0 and (end := line.find("</p>", start)) >= 0:
        out += [line[at:start], line[start + 3 : end]]
        at = end + 4
    return "".join([*out, line[at:]])
