"""The XML of an export, read by somebody who has seen exports: elements one after the other, whatever is broken.

A parser of XML gives up at the first bare `&`, control character or missing end, which real exports have; so this reads tags
as they come, closes what was left open, and never expands an entity but the fixed ones of HTML. A document that declares
entities of its own is refused. Memory holds one element of the channel at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from mmap import mmap

from ..limits import DEFAULT_LIMITS, Limits
from ..records import ExchangeError
from ..words import decoded, without_entities

_TAG = re.compile(
    rb"<(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]{0,200})"
    rb"(?P<attributes>(?:\s+[\w.:-]{1,200}\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?P<empty>/?)>"
)
_ATTRIBUTE = re.compile(rb"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SPECIAL = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}


@dataclass(slots=True)
class Element:
    """`space` says whose the name is: wp, content, excerpt, dc, "" for none, another's address for others."""

    space: str
    name: str
    line: int
    attributes: dict[str, str]
    depth: int
    # Its name as it is written, by which its end is found.
    written: str
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    # Whether its own end tag was there.
    whole: bool = False

    def text(self, space: str, name: str) -> str:
        """The text of its first child of this name, without the blanks around it."""
        child = self.child(space, name)
        return child.content.strip() if child is not None else ""

    def child(self, space: str, name: str) -> Element | None:
        """Its first child of this name."""
        return next((child for child in self.children if child.name == name and child.space == space), None)

    def all(self, space: str, name: str) -> list[Element]:
        """Its children of this name."""
        return [child for child in self.children if child.name == name and child.space == space]

    @property
    def content(self) -> str:
        """Its text, with that of elements in it."""
        return "".join(self.pieces)


class Reader:
    """Reads one document. `cut` is the line in which it ended early, if it did."""

    def __init__(self, data: bytes | mmap, limits: Limits = DEFAULT_LIMITS) -> None:
        self._data = data
        self._limits = limits
        self._line, self._counted = 1, 0
        self._stack: list[Element] = []
        self._spaces: list[dict[str, str]] = [{}]
        self._unclosed: set[bytes] = set()
        self.cut: int | None = None

    def elements(self) -> Iterator[Element]:
        """The channel's children and the items, each when it is complete. Raises ExchangeError for own entities."""
        at, end = 0, len(self._data)
        while at < end:
            start = self._data.find(b"<", at)
            if start < 0:
                start = end
            if start > at:
                self._say(self._data[at:start], entities=True)
            at = start
            if at < end:
                special = next((mark for mark in _SPECIAL if self._data[at : at + len(mark)] == mark), None)
                if special is not None:
                    at = self._special(special, at)
                elif self._data[at : at + 9].upper() == b"<!DOCTYPE":
                    at = self._doctype(at)
                else:
                    found = _TAG.match(self._data, at)
                    if found is None:
                        self._say(b"<", entities=False)
                        at += 1
                    else:
                        yield from self._tag(found)
                        at = found.end()
        if self._stack:
            self.cut = self.cut or self._at(end)
            yield from self._close_to(0)

    def _special(self, mark: bytes, at: int) -> int:
        stop = _SPECIAL[mark]
        end = -1 if mark in self._unclosed else self._data.find(stop, at + len(mark))
        if end >= 0:
            if mark == b"<![CDATA[":
                self._say(self._data[at + len(mark) : end], entities=False)
            return end + len(stop)
        if mark == b"<![CDATA[":  # the file ends in the middle of a text
            self.cut = self._at(at)
            return len(self._data)
        self._unclosed.add(mark)
        self._say(mark, entities=False)
        return at + len(mark)

    def _doctype(self, at: int) -> int:
        end = self._data.find(b">", at)
        if b"[" in self._data[at : end if end >= 0 else len(self._data)]:
            raise ExchangeError("This file declares entities of its own; such files are not read.", self._at(at))
        return end + 1 if end >= 0 else len(self._data)

    def _tag(self, found: re.Match[bytes]) -> Iterator[Element]:
        name = found["name"].decode("utf-8", "replace")
        if self._is_markup_of_a_text(name):
            self._say(found.group(), entities=False)
            return
        if found["end"]:
            open_ = [element for element in self._stack if element.written == name]
            if open_:
                open_[-1].whole = True
                yield from self._close_to(open_[-1].depth)
            return
        if name == "item":  # an item that was left open ends where the next begins
            outer = next((element for element in self._stack if element.name == "item"), None)
            if outer is not None:
                yield from self._close_to(outer.depth)
        self._open(name, found)
        if found["empty"]:
            self._stack[-1].whole = True
            yield from self._close_to(self._stack[-1].depth)

    def _is_markup_of_a_text(self, name: str) -> bool:
        """Whether a tag is HTML that somebody put into an export as it is, instead of escaping it."""
        inside = self._stack[-1] if self._stack else None
        return (
            inside is not None
            and (inside.space in ("content", "excerpt") or inside.name == "comment_content")
            and ":" not in name
            and name not in ("item", "channel", "rss")
        )

    def _open(self, name: str, found: re.Match[bytes]) -> None:
        line = self._at(found.start())
        if len(self._stack) >= self._limits.depth:
            raise ExchangeError("Elements are nested too deeply in this file.", line)
        attributes = {
            key.decode("utf-8", "replace"): without_entities(decoded(one or other))
            for key, one, other in _ATTRIBUTE.findall(found["attributes"])
        }
        declared = {key: value for key, value in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
        spaces = {**self._spaces[-1], **{key[6:]: value for key, value in declared.items()}}
        prefix, _colon, local = name.rpartition(":")
        self._stack.append(Element(self._space(prefix, spaces), local, line, attributes, len(self._stack), name))
        self._spaces.append(spaces)

    def _space(self, prefix: str, spaces: dict[str, str]) -> str:
        """By the address that the prefix stands for, by the prefix where that says nothing."""
        address = spaces.get(prefix, "")
        if "wordpress.org/export/" in address:
            return "excerpt" if address.rstrip("/").endswith("excerpt") else "wp"
        if "purl.org/rss/1.0/modules/content" in address:
            return "content"
        if "purl.org/dc/" in address:
            return "dc"
        outermost = self._spaces[1].get(prefix, "") if len(self._spaces) > 1 else address
        return prefix if address == outermost else address

    def _close_to(self, depth: int) -> Iterator[Element]:
        while len(self._stack) > depth:
            element = self._stack.pop()
            self._spaces.pop()
            parent = self._stack[-1] if self._stack else None
            if element.name == "item" or element.depth == 2:
                yield element
            elif parent is not None and element.depth > 2:
                parent.children.append(element)
                parent.pieces.extend(element.pieces)

    def _say(self, data: bytes, *, entities: bool) -> None:
        if not self._stack or (len(self._stack) <= 2 and self._stack[-1].name in ("rss", "channel")) or not data:
            return
        if len(data) > self._limits.field:
            raise ExchangeError("One text of this file is too long.", self._line)
        text = decoded(data)
        self._stack[-1].pieces.append(without_entities(text) if entities else text)

    def _at(self, position: int) -> int:
        if position > self._counted:
            self._line += self._data[self._counted : position].count(b"\n")
            self._counted = position
        return self._line
