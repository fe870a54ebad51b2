"""HTML as it may stand in an article: no scripts, no styles, no frames; what it says stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urlsplit

import nh3

from .words import plain_text

_ANYWHERE = {"id", "lang", "title", "class", "dir"}
_ATTRIBUTES = {
    "a": {"href", "hreflang", "rel", "name", "download"},
    "img": {"src", "alt", "width", "height"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "ins": {"cite", "datetime"},
    "del": {"cite", "datetime"},
    "time": {"datetime"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
    "col": {"span"},
    "colgroup": {"span"},
    "audio": {"src", "controls", "loop"},
    "video": {"src", "controls", "loop", "poster", "width", "height"},
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label"},
    "details": {"open"},
}
_TAGS = {
    *(
        "a",
        "abbr",
        "aside",
        "audio",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
    ),
    *("details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i"),
    *(
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strong",
        "sub",
    ),
    *(
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "track",
        "u",
        "ul",
        "var",
        "video",
    ),
}
_GONE_WITH_ALL = {"script", "style", "noscript", "template", "textarea", "select", "button", "svg", "math", "title"}
# Classes that say what something is; how it looked belonged to the old blog's design.
_CLASS = re.compile(
    r"align(?:left|right|center|none|wide|full)|wp-caption\S*|wp-block-\S+|gallery\S*|footnote\S*|language-\S+"
)
_NEWER = {"acronym": "abbr", "strike": "s", "tt": "code", "big": "strong", "center": "div", "font": "span"}
_OLD_TAG = re.compile(rf"<(/?)({'|'.join(_NEWER)})(?=[\s/>])", re.IGNORECASE)
_FRAME = re.compile(
    r"<iframe\b[^<>]{0,4000}?\bsrc\s*=\s*[\"']?([^\"'\s>]{1,2000})[^<>]{0,4000}>(?:\s*</iframe\s*>)?", re.IGNORECASE
)
_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>\s*")
_SCHEMES = {"http", "https", "mailto", "tel", "ftp"}


def clean(markup: str) -> str:
    """The same words without what an article must not hold. Cleaning twice is cleaning once."""
    if _is_too_deep(markup):
        return _plain(markup)
    markup = _OLD_TAG.sub(lambda tag: f"<{tag[1]}{_NEWER[tag[2].lower()]}", markup)
    markup = _FRAME.sub(lambda frame: _as_link(frame[1]), markup)
    cleaned = nh3.clean(
        markup,
        tags=_TAGS,
        clean_content_tags=_GONE_WITH_ALL,
        attributes={"*": _ANYWHERE, **_ATTRIBUTES},
        attribute_filter=_attribute,
        link_rel=None,
        url_schemes=_SCHEMES,
    )
    return _EMPTY_PARAGRAPH.sub("", cleaned).strip()


def is_safe_address(address: str) -> bool:
    """Whether an address may stand in an article: of the web or mail, or inside of the site."""
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return False
    return scheme in _SCHEMES or (
        not scheme and not address.strip().lower().startswith(("javascript", "data", "vbscript"))
    )


def link(address: str, words: str = "") -> str:
    """A link in HTML."""
    return f'<a href="{escape(address)}">{escape(words or address, quote=False)}</a>'


def _plain(markup: str) -> str:
    """Its words alone, in paragraphs."""
    paragraphs = (part.strip() for part in plain_text(markup).split("\n\n"))
    return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs if part)


def _as_link(address: str) -> str:
    address = address.replace("&amp;", "&")
    return link(f"https:{address}" if address.startswith("//") else address)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if _CLASS.fullmatch(word)) or None
    if name == "rel":
        return value if set(value.split()) <= {"nofollow", "noopener", "noreferrer", "ugc", "external", "me"} else None
    return value


# Cleaned HTML has its attributes in one form.
_WITH_ADDRESS = re.compile(r"<(?:a|img|audio|video|source|track)(?: [a-z]+=\"[^\"]*\")+>")
_ADDRESS = re.compile(r"( (href|src|poster)=\")([^\"]*)\"")
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
# Elements without content, and those that end where the next begins.
_NOT_NESTING = set(
    "area br col embed hr img input link meta param source track wbr dd dt li option p td th tr".split()  # noqa: SIM905
)
_DEEPEST = 200  # deeper than any author goes, and where parsers grow slow


def _is_too_deep(markup: str) -> bool:
    """Whether more elements are open within each other than a text has."""
    open_: Counter[str] = Counter()
    depth = 0
    for end, tag in _ANY_TAG.findall(markup):
        name = tag.lower()
        if name in _NOT_NESTING or (end and not open_[name]):
            continue
        step = -1 if end else 1
        open_[name] += step
        depth += step
        if depth > _DEEPEST:
            return True
    return False


def attributes_of(tag: str, markup: str) -> list[dict[str, str]]:
    """The attributes of each such tag in cleaned HTML."""
    tags = re.findall(rf"<{tag}((?: [a-z]+=\"[^\"]*\")*)>", markup)
    return [{name: unescape(value) for name, value in re.findall(r" ([a-z]+)=\"([^\"]*)\"", each)} for each in tags]


def with_addresses(markup: str, rewritten: Callable[[str, str], str]) -> str:
    """Cleaned HTML in which each address is what `rewritten(attribute, address)` makes of it."""

    def one(found: re.Match[str]) -> str:
        return f'{found[1]}{escape(rewritten(found[2], unescape(found[3])))}"'

    return _WITH_ADDRESS.sub(lambda tag: _ADDRESS.sub(one, tag.group()), markup)
