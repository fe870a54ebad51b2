"""Find parts as people write them: "2x4", "2 x 4 brick", "plat", "3001", an old number."""

from __future__ import annotations

import re
import unicodedata

_TIMES = re.compile(r"(?<=\d)\s*[x×*]\s*(?=\d)", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9./-]*[a-z0-9]")


def plain(text: str) -> str:
    """Lower case without accents; the database has no `unaccent`, so both sides come through here."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def terms(text: str) -> list[str]:
    """The words of a text, with sizes as one word: `2 x 4` becomes `2x4`."""
    return _WORD.findall(_TIMES.sub("x", plain(text)))


def part_words(part: str, name: str, category: str) -> str:
    """What a part is found by."""
    return " ".join(dict.fromkeys([part, *terms(name), *terms(category)]))


def prefix_query(text: str) -> str:
    """A `to_tsquery` expression that wants every word, each as a prefix; empty when there is none."""
    found = [re.sub(r"[^a-z0-9.]", "", word) if "/" not in word else f"'{word}'" for word in terms(text)[:12]]
    return " & ".join(f"{word}:*" for word in found if word)
