"""Dotclear's wiki syntax, its blocks: titles, lists, quotations, text as it is, asides; and the notes at the end.

After Dotclear's `WikiToHtml`, with the options it has for posts. What a line is shows in its first signs; lines of the same
kind make one block.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from html import escape

from ..cleaning import clean
from .inline import Inline

_ATTRIBUTES = re.compile(r"§§.*§§\s*\Z")
_KINDS = (
    ("title", re.compile(r"(!{1,4})(.*)")),
    ("hr", re.compile(r"(-{4})[- ]*\Z")),
    ("blockquote", re.compile(r"(&gt;|;:)(.*)")),
    ("list", re.compile(r"([*#]+)(.*)")),
    ("defl", re.compile(r"([=:]) (.*)")),
    ("pre", re.compile(r"( )(.*)")),
    ("aside", re.compile(r"(\))(.*)")),
    ("details", re.compile(r"(\|)(.*)")),
)
_ESCAPED_LINE = re.compile(r"\\(?=!|-{4}|&gt;|;:|[*#]|[=:] | |\)|\|)")
_OPEN = {"p": "<p>", "blockquote": "<blockquote><p>", "pre": "<pre>", "aside": "<aside><p>", "hr": "<hr>"}
_CLOSE = {"p": "</p>", "blockquote": "</p></blockquote>", "pre": "</pre>", "aside": "</p></aside>"}
_LISTS = {"*": "ul", "#": "ol"}
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: of which kind, with which signs before it, and the rest."""

    kind: str = ""
    mode: str = ""
    text: str = ""


class Wiki:
    """One text. `french` puts unbreakable blanks before high punctuation, `prefix` keeps its notes apart from another's."""

    def __init__(self, *, french: bool = False, prefix: str = "") -> None:
        self._french = french
        self._inline = Inline(f"note-{prefix}-" if prefix else "note-")
        self._macros: list[str] = []

    def html(self, typed: str) -> str:
        """HTML as it will stand."""
        typed = typed.replace("\r", "").replace("\x02", "")
        lines = self._without_macros(typed.split("\n"))
        out: list[str] = []
        before = _Line()
        for written in [*lines, ""]:
            line = self._line(written, before)
            out.append(_closed(line, before) + _opened(line, before))
            if line.kind in ("blockquote", "aside") and before.kind == line.kind and not line.text:
                out.append("</p>\n<p>")
            out.append(self._text(line))
            before = line
        text = re.sub(r"(?<!\\)%%%", "<br>", "".join(out)).replace("\\%%%", "%%%")
        text = re.sub(r"(?<!\s)\s+(?=</(?:p|li|pre|dt|dd)>)", "", text)
        text = re.sub(r">\n{2,}(?=<)", ">\n", re.sub(r"(?<=<p>)\n", "", text))
        text = re.sub(r"\x02(\d+)\x02", lambda found: self._macros[int(found[1])], text)
        return clean(text.strip() + self._inline.notes())

    def _without_macros(self, lines: list[str]) -> list[str]:
        """Lines in which what stands between `///word` and `///` is a number: HTML where the word says so, else as it is."""
        ends = [number for number, line in enumerate(lines) if line.rstrip() == "///"]
        out: list[str] = []
        at = 0
        while at < len(lines):
            after = bisect_right(ends, at) if lines[at].startswith("///") else len(ends)
            if after == len(ends):
                out.append(lines[at])
                at += 1
                continue
            word, content = lines[at][3:].strip(), "\n".join(lines[at + 1 : ends[after]])
            shown = escape(f"{word}\n{content}".strip(), quote=False)
            kept = content if word == "html" else f"<pre>{shown}</pre>"
            self._macros.append(kept)
            out.append(f"\x02{len(self._macros) - 1}\x02")
            at = ends[after] + 1
        return out

    def _text(self, line: _Line) -> str:
        text = self._inline.html(line.text)
        if self._french and line.kind not in ("", "pre", "hr"):
            text = re.sub(r"(?<! ) +([:?!;»](?:\s|$))", "\xa0\\1", text)
            text = re.sub(r"« +", "«\xa0", text)
        return text

    def _line(self, written: str, before: _Line) -> _Line:
        if not written:
            return _Line()
        if written.startswith("\x02"):
            return _Line(text=written)
        written = _ATTRIBUTES.sub("", written)
        text = escape(written, quote=False)
        for kind, pattern in _KINDS:
            found = pattern.match(text)
            if found is None:
                continue
            mode, rest = found[1], found[2] if pattern.groups > 1 else ""
            if kind == "list" and (len(mode) > _DEEPEST or not _follows(mode, before)):
                return _Line("p", "", f"<br>{text}" if before.kind == "p" else text)
            if kind == "pre":
                return _Line(kind, mode, rest)
            if kind == "details":
                mode = "begin" if rest.strip() else "end"
            return _Line(kind, mode, rest.strip())
        return _Line("p", "", _ESCAPED_LINE.sub("", text, count=1).strip() if text.startswith("\\") else text.strip())


def _follows(mode: str, before: _Line) -> bool:
    """Whether an item may stand here: at most one level deeper, and of the kinds of list that are open."""
    above = before.mode if before.kind == "list" else ""
    if len(mode) > len(above):
        return len(mode) - len(above) == 1 and mode.startswith(above)
    return above.startswith(mode)


def _opened(line: _Line, before: _Line) -> str:
    is_new = line.kind != before.kind
    if line.kind == "title" and (is_new or line.mode != before.mode):
        return f"\n<h{6 - len(line.mode)}>"
    if line.kind == "details" and is_new:
        return "\n<details><summary>" if line.mode == "begin" else "\n</details>"
    if line.kind == "list":
        return _list_opened(line.mode, "" if is_new else before.mode)
    if line.kind == "defl":
        tag = "dt" if line.mode == "=" else "dd"
        return ("<dl>\n" if is_new else f"</{'dt' if before.mode == '=' else 'dd'}>\n") + f"<{tag}>"
    return f"\n{_OPEN[line.kind]}" if is_new and line.kind in _OPEN else ""


def _list_opened(mode: str, above: str) -> str:
    if len(mode) > len(above):
        return f"<{_LISTS[mode[-1]]}>\n<li>"
    closed = "".join(f"</li>\n</{_LISTS[sign]}>\n" for sign in reversed(above[len(mode) :]))
    return f"{closed}</li>\n<li>"


def _closed(line: _Line, before: _Line) -> str:
    is_over = line.kind != before.kind
    if before.kind == "title" and (is_over or line.mode != before.mode):
        return f"</h{6 - len(before.mode)}>\n"
    if is_over and before.kind in _CLOSE:
        return f"{_CLOSE[before.kind]}\n"
    if is_over and before.kind == "list":
        return "".join(f"</li>\n</{_LISTS[sign]}>\n" for sign in reversed(before.mode))
    if is_over and before.kind == "defl":
        return f"</{'dt' if before.mode == '=' else 'dd'}>\n</dl>\n"
    if is_over and before.kind == "details" and before.mode == "begin":
        return "</summary>\n"
    return "\n"
