"""Text as exports have it: bytes of unsure encoding, entities, signs that stand in no text."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

# What XML and PostgreSQL refuse in a text, and halves of characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]{0,2000}|!--.*?--)>", re.DOTALL)
_DATE = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def decoded(data: bytes) -> str:
    """UTF-8, else the Windows superset of Latin-1, piece by piece: old blogs changed their encoding half-way."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace") if b"\x81" not in data else data.decode("latin-1")
    return cleaned(text)


def cleaned(text: str) -> str:
    """Without the signs that stand in no text, lines ending in newlines alone."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def without_entities(text: str) -> str:
    """Entities as the signs they stand for, once. What is no entity stays: `a & b`, `?x=1&copy=2`."""
    return _FORBIDDEN.sub("", _ENTITY.sub(lambda found: html.unescape(found.group()), text)) if "&" in text else text


def plain_line(markup: str) -> str:
    """The text of a title or caption in HTML, in one line."""
    return " ".join(without_entities(_TAG.sub("", markup)).split())


def plain_text(markup: str) -> str:
    """The text of a comment in HTML, its paragraphs and lines kept."""
    text = re.sub(r"(?i)<br\s*/?>\n?", "\n", markup)
    text = re.sub(r"(?i)</(?:p|div|blockquote|li|ul|ol|h[1-6]|pre)\s*>\s*", "\n\n", text)
    text = without_entities(_TAG.sub("", text)).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def moment(text: str, zone: str = "UTC") -> datetime | None:
    """A date as databases write it, in UTC; None for a date of zero or no date. An unknown zone counts as UTC."""
    found = _DATE.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        local = datetime(year, month, day, min(hour, 23), min(minute, 59), min(second, 59), tzinfo=UTC)
        if zone not in ("", "UTC"):
            local = local.replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(UTC)
    except (ValueError, OverflowError, KeyError, OSError):  # no such day, or no such zone
        return moment(text) if zone not in ("", "UTC") else None


def number_or_word(text: str) -> int | str:
    """An id of the source: its number where it is one, as it is otherwise."""
    text = text.strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text
