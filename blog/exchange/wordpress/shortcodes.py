"""Shortcodes, WordPress's words in brackets: `[caption]`, `[gallery]`, `[embed]`, `[audio]`, `[video]`, `[playlist]`, code.

What no program is left to understand stays as words, and is told. `[[gallery]]` is how one writes about a shortcode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from ..cleaning import link
from ..records import Id, Picture
from ..words import number_or_word, without_entities

_OPENING = re.compile(
    r"\[(?P<escaped>\[?)(?P<name>[A-Za-z][\w-]{0,60})(?P<attributes>(?:\s[^\[\]]{0,4000})?)\](?P<end>\]?)"
)
_END = re.compile(r"\[/([A-Za-z][\w-]{0,60})\]")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s'\"]+))|\"([^\"]*)\"|'([^']*)'|(\S+)")
_IMAGE = re.compile(r"\s*(?:<p>)?\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)\s*(.*)", re.DOTALL | re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"^(?:<p>)?[ \t]*(https?://[^\s<>\"\[\]]{1,2000})[ \t]*(?:</p>)?$", re.MULTILINE)
_AUDIO = ("src", "mp3", "m4a", "ogg", "wav", "wma", "flac")
_VIDEO = ("src", "mp4", "m4v", "webm", "ogv", "wmv", "flv")
_WITH_CONTENT = {"caption", "wp_caption", "embed", "code", "sourcecode", "audio", "video", "playlist", "gallery"}

MOST_PICTURES = 1_000

Attributes = Mapping[str, str]


class Shortcodes:
    """The shortcodes of one post. `told` hears of the names that are not understood, each once."""

    def __init__(self, library: Mapping[Id, Picture], uploaded: list[Picture], told: Callable[[str], None]) -> None:
        self._library = library
        self._uploaded = uploaded
        self._told = told
        self._unknown: set[str] = set()
        self._room = MOST_PICTURES

    def replaced(self, text: str) -> str:
        """HTML in which shortcodes are what they stand for."""
        out: list[str] = []
        at = 0
        closings = dict.fromkeys(_WITH_CONTENT, 0)
        ends = set(_END.findall(text))
        while (found := _OPENING.search(text, at)) is not None:
            out.append(text[at : found.start()])
            at = found.end()
            name = found["name"].lower()
            if found["escaped"] and found["end"]:
                out.append(f"&#91;{found['name']}{found['attributes']}]")
                continue
            if found["escaped"]:
                out.append("[")
            content = None
            if name in _WITH_CONTENT and not found["attributes"].rstrip().endswith("/") and closings[name] >= 0:
                end = text.find(f"[/{found['name']}]", at)
                closings[name] = end
                if end >= 0:
                    content, at = text[at:end], end + len(found["name"]) + 3
            made = self._made(name, _attributes(found["attributes"]), content)
            if made is None:
                out.append(text[found.start() + len(found["escaped"]) : at])
                self._unknown_name(found, ends)
            else:
                out.append(made + found["end"])
        return "".join([*out, text[at:]])

    def _unknown_name(self, found: re.Match[str], ends: set[str]) -> None:
        """Told where it is surely a shortcode: with attributes, an end, or a name that no word has."""
        name = found["name"]
        sure = "=" in found["attributes"] or re.search(r"[_-]", name) or name in ends
        if sure and name not in self._unknown and len(self._unknown) < 100:
            self._unknown.add(name)
            self._told(f"The shortcode [{name}] is not known here; it stays as words.")

    def _made(self, name: str, attributes: Attributes, content: str | None) -> str | None:
        if name in ("caption", "wp_caption"):
            return _caption(attributes, content or "") if content else None
        if name == "embed":
            address = (content or attributes.get("src", "")).strip()
            return f"\n\n<p>{link(without_entities(address))}</p>\n\n" if address else None
        if name == "gallery":
            return self._gallery(attributes)
        if name == "audio":
            return _player("audio", attributes, _AUDIO, content)
        if name == "video":
            return _player("video", attributes, _VIDEO, content)
        if name == "playlist":
            return self._playlist(attributes)
        if name in ("code", "sourcecode") and content is not None:
            return _code(attributes, content)
        return None

    def _chosen(self, attributes: Attributes) -> list[Picture]:
        """The pictures that are named, or those uploaded to the post; as WordPress does it."""
        named = attributes.get("ids") or attributes.get("include") or ""
        left_out = {number_or_word(part) for part in attributes.get("exclude", "").split(",")}
        if named:
            numbers = [number_or_word(part) for part in named.split(",") if part.strip()]
            missing = [number for number in numbers if number not in self._library]
            if missing:
                self._told(
                    f"A gallery names pictures that this file does not have: {', '.join(map(str, missing[:20]))}."
                )
            return [self._library[number] for number in numbers if number in self._library]
        return [picture for picture in self._uploaded if picture.id not in left_out]

    def _within_bounds(self, pictures: list[Picture]) -> list[Picture]:
        """A few words can ask for all pictures many times; a post shows so many and no more."""
        if len(pictures) > self._room:
            self._told(f"The galleries of this post show more than {MOST_PICTURES} pictures; the rest is left out.")
        shown = pictures[: self._room]
        self._room -= len(shown)
        return shown

    def _gallery(self, attributes: Attributes) -> str:
        figures = [figure(picture) for picture in self._within_bounds(self._chosen(attributes))]
        return "\n\n" + f'<div class="gallery">\n{"".join(figures)}</div>' + "\n\n" if figures else ""

    def _playlist(self, attributes: Attributes) -> str:
        pieces = (link(piece.address, piece.title) for piece in self._within_bounds(self._chosen(attributes)))
        return "\n\n<ul>\n" + "".join(f"<li>{piece}</li>\n" for piece in pieces) + "</ul>\n\n"


def figure(picture: Picture) -> str:
    """A picture of the library in HTML, in one line."""
    caption = f"<figcaption>{escape(picture.caption, quote=False)}</figcaption>" if picture.caption else ""
    alt = picture.alt or picture.title
    return f'<figure><img src="{escape(picture.address)}" alt="{escape(alt)}">{caption}</figure>\n'


def linked_addresses(text: str) -> str:
    """An address alone in its line is a link; WordPress showed what is there."""
    return _BARE_ADDRESS.sub(lambda found: f"<p>{link(without_entities(found[1]))}</p>", text)


def _attributes(text: str) -> dict[str, str]:
    """By name; those without a name by their place, "0", "1" and so on."""
    found: dict[str, str] = {}
    unnamed = 0
    for name, *values in _ATTRIBUTE.findall(text.rstrip("/ ")):
        value = next((value for value in values if value), "")
        if name:
            found[name.lower()] = value
        else:
            found[str(unnamed)] = value
            unnamed += 1
    return found


def _caption(attributes: Attributes, content: str) -> str:
    """New captions stand behind the picture, old ones in the attribute."""
    parted = _IMAGE.match(content)
    if parted is None:
        return content
    words = (parted[2] or attributes.get("caption", "")).removesuffix("</p>").strip()
    align = attributes.get("align", "")
    kind = f' class="{escape(align)}"' if align else ""
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"<figure{kind}>{parted[1]}{caption}</figure>"


def _player(tag: str, attributes: Attributes, names: tuple[str, ...], content: str | None) -> str | None:
    address = next((attributes[name] for name in (*names, "0") if attributes.get(name)), "")
    if not address:
        inner = re.search(r"https?://[^\s\"'<>\]]+", content or "")
        address = inner.group() if inner else ""
    if not address:
        return None
    poster = f' poster="{escape(attributes["poster"])}"' if tag == "video" and attributes.get("poster") else ""
    return f'\n\n<figure><{tag} src="{escape(without_entities(address))}"{poster} controls=""></{tag}></figure>\n\n'


def _code(attributes: Attributes, content: str) -> str:
    language = attributes.get("language") or attributes.get("lang") or ""
    kind = f' class="language-{escape(language)}"' if language else ""
    content = without_entities(content).strip("\n")
    return f"\n\n<pre><code{kind}>{escape(content, quote=False)}</code></pre>\n\n"
