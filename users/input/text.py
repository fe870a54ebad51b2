"""What is text. PostgreSQL cannot keep NUL, and a lone surrogate cannot be written as UTF-8 at all."""

from __future__ import annotations

import re

_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def is_text(value: str) -> bool:
    """Whether the database, a file and an answer can hold it."""
    return _NO_TEXT.search(value) is None


def as_text(value: str) -> str:
    """The same with U+FFFD in place of what is no text, as decoders write for bytes they cannot read."""
    return _NO_TEXT.sub("\ufffd", value)
