"""The words that stand in the cells of stock files, in several languages."""

from __future__ import annotations

from functools import cache, lru_cache

from creations.ldraw.lists.words import key

from .lots import NEW, USED

_CONDITIONS = {
    NEW: "n|new|neu|neuware|ungebraucht|neuf|neuve|nuevo|nueva|nuovo|nuova|nieuw|mint",
    USED: "u|used|gebraucht|g|occasion|usagé|usagée|utilisé|usado|usada|usato|usata|gebruikt|second hand",
}
_YES = "y|yes|1|true|t|x|j|ja|wahr|o|oui|vrai|si|sí|s|a|b|c"
_NO = "n|no|0|false|f|nein|falsch|non|faux|nee|none"
#: What lists mean any colour by. BrickLink's colour 0 is "not applicable".
_ANY = "any|any colour|any color|no color|no color any color|not applicable|beliebig|egal|toutes|indifférent|9999|-1"


@cache
def _table(words: str) -> frozenset[str]:
    return frozenset(key(word) for word in words.split("|"))


@lru_cache(maxsize=1000)
def condition(text: str) -> str | None:
    """N or U, or None for a word that is neither."""
    word = key(text)
    return next((letter for letter, words in _CONDITIONS.items() if word in _table(words)), None)


@lru_cache(maxsize=1000)
def yes(text: str) -> bool | None:
    """Whether a flag is set (BrickStore's stockrooms have letters); None for a word that says neither."""
    word = key(text)
    if word in _table(_NO):
        return False
    return True if word in _table(_YES) else None


@lru_cache(maxsize=1000)
def means_any(colour: str) -> bool:
    """Whether a colour's number or name stands for any colour."""
    return colour.strip() == "-1" or key(colour) in _table(_ANY) - {"1"}
