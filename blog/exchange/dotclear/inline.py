"""Dotclear's wiki syntax, its signs inside of a line: emphasis, links, pictures, notes and so on.

After Dotclear's `WikiToHtml`. Signs pair with the next of their kind in the same line; what has no pair stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

_SIGNS = {
    "''": ("em", "''"),
    "__": ("strong", "__"),
    "??": ("abbr", "??"),
    "[": ("a", "]"),
    "((": ("img", "))"),
    "{{": ("q", "}}"),
    "@@": ("code", "@@"),
    "~": ("anchor", "~"),
    "--": ("del", "--"),
    "++": ("ins", "++"),
    "``": ("inline", "``"),
    "$$": ("note", "$$"),
    '""': ("mark", '""'),
    "^": ("sup", "^"),
    ",,": ("sub", ",,"),
    "££": ("i", "££"),
    ";;": ("span", ";;"),
}
_ALL = list(dict.fromkeys(sign for sign, (_tag, end) in _SIGNS.items() for sign in (sign, end)))
_PATTERN = re.compile(r"(?<!\\)(" + "|".join(re.escape(sign) for sign in _ALL) + ")")
_ESCAPED = re.compile(r"\\(" + "|".join(re.escape(sign) for sign in _ALL) + ")")
_BAR = re.compile(r"(?<!\\)\|")
_IN_LINKS = {"abbr", "img", "em", "strong", "i", "code", "del", "ins", "mark", "sup", "sub", "span"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_:.-]*\Z")
_ALIGN = {"L": "alignleft", "G": "alignleft", "R": "alignright", "D": "alignright", "C": "aligncenter"}


class Inline:
    """The lines of one text, whose notes are counted through it. `prefix` begins the notes' names."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._notes: list[str] = []
        self._makers: dict[str, Callable[[str], str]] = {
            "a": self._link,
            "img": _picture,
            "abbr": _abbreviation,
            "q": self._quotation,
            "i": self._other_language,
            "anchor": lambda name: f'<a id="{name}"></a>' if _NAME.match(name) else "",
            "note": self._note,
            "inline": lambda text: text.replace("&lt;", "<").replace("&gt;", ">"),
        }

    def html(self, line: str, only: set[str] | None = None) -> str:
        """A line, already escaped, in HTML. `only` are the tags that may stand in it, None for all."""
        pieces = _PATTERN.split(line)
        places: dict[str, list[int]] = {}
        for index in range(1, len(pieces), 2):
            places.setdefault(pieces[index], []).append(index)
        out: list[str] = []
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            tag, end = _SIGNS.get(piece, ("", "")) if index % 2 else ("", "")
            closing = _next(places.get(end, []), index) if tag and (only is None or tag in only) else None
            if closing is None:
                out.append(piece)
                index += 1
                continue
            out.append(self._made(tag, "".join(pieces[index + 1 : closing])))
            index = closing + 1
        return _ESCAPED.sub(r"\1", "".join(out))

    def notes(self) -> str:
        """The notes, to stand at the end."""
        if not self._notes:
            return ""
        lines = (
            f'\n<p>[<a href="#rev-{self._prefix}{number}" id="{self._prefix}{number}">{number}</a>] {note}</p>'
            for number, note in enumerate(self._notes, 1)
        )
        return f'\n<div class="footnotes"><h4>Note{"s" if len(self._notes) > 1 else ""}</h4>{"".join(lines)}</div>\n'

    def _made(self, tag: str, text: str) -> str:
        maker = self._makers.get(tag)
        if maker is not None:
            return maker(text)
        inner = text if tag == "code" else self.html(text)
        return f"<{tag}>{inner}</{tag}>"

    def _link(self, text: str) -> str:
        parts = _split(self.html(text, _IN_LINKS))
        if len(parts) == 1:
            address = text.strip()
            words = f"{address[:35]}..." if len(address) > 35 else address
            return f'<a href="{_quoted(address)}" title="{_quoted(address)}">{words}</a>'
        # The address as it was typed, whatever signs of the syntax are in it.
        typed = _split(text)
        address = (typed[1] if len(typed) == len(parts) else parts[1]).strip()
        language = f' hreflang="{parts[2]}"' if len(parts) > 2 and _NAME.match(parts[2]) else ""
        title = f' title="{_quoted(parts[3])}"' if len(parts) > 3 and parts[3] else ""
        return f'<a href="{_quoted(address)}"{language}{title}>{parts[0]}</a>'

    def _quotation(self, text: str) -> str:
        parts = [*_split(self.html(text)), "", ""]
        language = f' lang="{parts[1]}"' if _NAME.match(parts[1]) else ""
        source = f' cite="{_quoted(parts[2])}"' if parts[2] else ""
        return f"<q{language}{source}>{parts[0]}</q>"

    def _other_language(self, text: str) -> str:
        parts = [*_split(self.html(text)), ""]
        return f'<i lang="{parts[1]}">{parts[0]}</i>' if _NAME.match(parts[1]) else f"<i>{parts[0]}</i>"

    def _note(self, text: str) -> str:
        self._notes.append("")
        number = len(self._notes)
        self._notes[number - 1] = self.html(text)
        name = f"{self._prefix}{number}"
        return f'<sup>[<a href="#{name}" id="rev-{name}" class="footnote-ref">{number}</a>]</sup>'


def _next(places: list[int], index: int) -> int | None:
    found = bisect_right(places, index)
    return places[found] if found < len(places) else None


def _split(text: str) -> list[str]:
    return [part.replace("\\|", "|") for part in _BAR.split(text)]


def _quoted(text: str) -> str:
    return text.replace('"', "&quot;").replace("'", "&#39;").replace("<", "&lt;")


def _picture(text: str) -> str:
    parts = [*_split(text), "", "", "", ""]
    align = _ALIGN.get(parts[2].upper(), "")
    kind = f' class="{align}"' if align else ""
    title = f' title="{_quoted(parts[3])}"' if parts[3] else ""
    image = f'<img src="{_quoted(parts[0].strip())}" alt="{_quoted(parts[1])}"{title}'
    if parts[4]:
        return f"<figure{kind}>{image}><figcaption>{parts[4]}</figcaption></figure>"
    return f"{image}{kind}>"


def _abbreviation(text: str) -> str:
    parts = [*_split(text), "", ""]
    title = f' title="{_quoted(parts[1])}"' if parts[1] else ""
    language = f' lang="{parts[2]}"' if _NAME.match(parts[2]) else ""
    return f"<abbr{title}{language}>{parts[0]}</abbr>"
