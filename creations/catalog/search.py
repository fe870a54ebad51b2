"""Words as people type them: without accents and capitals, sizes as one word. The database has no `unaccent` and no
`pg_trgm`, so what is kept and what is asked both come through here. No Django.
"""

from __future__ import annotations

import re
import unicodedata

_TIMES = re.compile(r"(?<=\d)\s*[x×*]\s*(?=[\d.])", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9./-]*[a-z0-9]")
_PART_WORD = re.compile(
    r"\d+(?:\.\d+)?(?:x\d+(?:\.\d+)?)*[a-z0-9]*(?:/[234](?!\d))?|[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*"
)
_THIRDS = {"1/3": ".333", "2/3": ".667"}
_THIRD = re.compile(r"(?:(?<![\d./])(\d+)[ &]+(?:and )?|(?<=x)|\b)([12]/3)(?!\d)")
#: Words that say nothing of a part, English and French.
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "w",
        "with",
        "au",
        "aux",
        "avec",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "ou",
        "par",
        "pour",
        "sur",
        "un",
        "une",
    ]
)
#: So many words of a question are heard.
MOST_WORDS = 12


def plain(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def terms(text: str) -> list[str]:
    """The words of a text, with sizes as one word: `2 x 4` becomes `2x4`."""
    return _WORD.findall(_TIMES.sub("x", plain(text)))


def prefix_query(text: str) -> str:
    """A `to_tsquery` expression that wants every word, each as a prefix; empty when there is none."""
    found = [re.sub(r"[^a-z0-9.]", "", word) if "/" not in word else f"'{word}'" for word in terms(text)[:MOST_WORDS]]
    return " & ".join(f"{word}:*" for word in found if word)


def part_words(text: str) -> list[str]:
    """The words that tell of a part: singular, without those that say nothing, `1 x 1 x 2/3` as `1x1x0.667`, `C-Clip` as `cclip`.

    Letters, digits, "." and "/" only, so that a word may stand in a `to_tsquery` expression when it is quoted.
    """
    said = _TIMES.sub("x", re.sub(r"(?<=\d),(?=\d)", ".", plain(text.replace("\x00", " "))))
    said = _TIMES.sub("x", _THIRD.sub(lambda found: (found[1] or "0") + _THIRDS[found[2]], said))
    words = [_singular(word.replace("-", "")) for word in _PART_WORD.findall(said)]
    return [word for word in words if word not in _EMPTY] or words


def _singular(word: str) -> str:
    """English and French alike: the last s or x off; both sides do it, so that it need not be right, only the same."""
    if len(word) < 4 or word[-1] not in "sx" or word[-2] == "s" or not word.isalpha():
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]
