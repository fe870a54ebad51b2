"""Editions of words as HTTP has them: `ETag` and `If-Match` (RFC 9110, 8.8.3 and 13.1.1)."""

from __future__ import annotations

import re

from users.editions import Edited

_TAG = re.compile(r'"([^"]*)"')


def entity_tag(row: Edited) -> str:
    """The tag of what may be edited: it changes with the words, not with who likes them."""
    return f'"{row.edition}"'


def edition_wanted(if_match: str | None) -> int | None:
    """The edition that a change is made to; None if the client does not care, 0 (which none has) if it names no tag of ours."""
    if if_match is None or if_match.strip() == "*":
        return None
    tags = [tag for tag in _TAG.findall(if_match) if re.fullmatch(r"[1-9][0-9]{0,8}", tag)]
    return int(tags[0]) if len(tags) == 1 else 0
