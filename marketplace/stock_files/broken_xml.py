"""A second, tolerant try at XML that is broken: bare ampersands, HTML in descriptions, end tags that are missing.

Only tags that BrickLink or BrickStore use count; all others are markup of the text they stand in and dropped. Nothing is
expanded but the entities of HTML. One pass, in time that grows with the text.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator

from creations.ldraw.lists import Row
from creations.ldraw.lists.xml_rows import put, row_of

_FIELDS = (
    "itemid|itemtype|itemtypeid|color|colorid|colorname|category|categoryid|categoryname|itemname|itemtypename|price|qty"
    "|minqty|maxprice|bulk|sale|description|comments|remarks|condition|subcondition|tq1|tq2|tq3|tp1|tp2|tp3|lotid|retain"
    "|stockroom|stockroomid|buyerusername|reserved|mycost|cost|myweight|totalweight|status|location|delete|origprice|origqty"
    "|differencebasevalues|markertext|markercolor|dateadded|datelastsold|basecurrencycode|orderbatch|extended|alternate"
    "|extra|counterpart|matchid|notify|wantedlistid|wantedlistname|pricegroup|totalqty|salerate|usedsale"
)
_FIELD = frozenset(_FIELDS.split("|"))
_AROUND = frozenset({"inventory", "brickstorexml", "brickstockxml", "guistate", "item"})
_MARKUP = re.compile(r"<!--|<!\[CDATA\[|<(/?)([A-Za-z][\w.:-]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r"""([A-Za-z]\w*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class BrokenItems:
    """The items of a broken file. After they were read: `closed`, whether the file ended with its root's end tag, and
    `cut`, the item in which it broke off."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.closed = False
        self.cut: Row | None = None
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._endless: set[str] = set()  # what has been looked for to the end of the file, in vain
        self._item: dict[str, str] | None = None
        self._place = (0, 1)
        self._field = ""
        self._words: list[str] = []

    def rows(self) -> Iterator[Row]:
        """The items one by one."""
        at = 0
        text = self.text
        while (found := _MARKUP.search(text, at)) is not None:
            if self._field:
                self._words.append(text[at : found.start()])
            if found[2] is None:
                at = self._skipped(found)
                continue
            at = found.end()
            row = self._tag(found)
            if row is not None:
                yield row
        if self._item is not None:
            if self._field:
                self._words.append(text[at:])
            self._end_field()
            self.cut = row_of(*self._place, self._item)

    def _skipped(self, found: re.Match[str]) -> int:
        """The place after a comment or a piece of plain text."""
        comment = found[0] == "<!--"
        ends = "-->" if comment else "]]>"
        start = found.end()
        end = -1 if ends in self._endless else self.text.find(ends, start)
        if end < 0:
            self._endless.add(ends)
            return len(self.text) if comment else start
        if not comment and self._field:
            self._words.append(html.escape(self.text[start:end], quote=False))
        return end + len(ends)

    def _tag(self, found: re.Match[str]) -> Row | None:
        closing, tag, attributes = found[1] == "/", found[2].lower(), found[3]
        if tag == "item":
            done = self._finished()
            if not closing:
                self._item, self._place = {}, self._place_of(found.start())
            return done
        if tag in _AROUND:
            self.closed = closing and tag != "guistate"
            return self._finished() if closing else None
        if self._item is None or tag not in _FIELD:
            return None
        self._end_field()
        if not closing:
            for name, first, second in _ATTRIBUTE.findall(attributes):
                self._item.setdefault(f"{tag}.{name.lower()}", html.unescape(first or second))
            self._field = tag
            if attributes.endswith("/"):
                self._end_field()
        return None

    def _place_of(self, at: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = bisect_right(self._breaks, at)
        return line + 1, at - (self._breaks[line - 1] if line else -1)

    def _end_field(self) -> None:
        if self._field and self._item is not None:
            put(self._item, self._field, html.unescape("".join(self._words)).strip())
        self._field = ""
        self._words.clear()

    def _finished(self) -> Row | None:
        if self._item is None:
            return None
        self._end_field()
        row = row_of(*self._place, self._item)
        self._item = None
        return row
