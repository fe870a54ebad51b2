"""French endings: plurals, feminines, and the "d'" before a vowel."""

from __future__ import annotations

import re

_LINKS = {"de", "à", "en", "pour", "sur", "avec", "sans", "du", "des", "vers", "par", "au", "aux"}
_JOINED = {"et", "ou", "peu", "non"}
_PLURALS = {"œil": "yeux", "bijou": "bijoux", "genou": "genoux", "pneu": "pneus", "bleu": "bleus", "landau": "landaus"}
_FEMININES = {
    "blanc": "blanche",
    "long": "longue",
    "sec": "sèche",
    "doux": "douce",
    "roux": "rousse",
    "épais": "épaisse",
}
_FEMININES |= {
    "bas": "basse",
    "creux": "creuse",
    "faux": "fausse",
    "vieux": "vieille",
    "turc": "turque",
    "public": "publique",
}
_FEMININE_ENDINGS = {"eux": "euse", "if": "ive", "er": "ère", "el": "elle", "en": "enne", "on": "onne", "et": "ette"}
#: Words whose first letter, an h, is spoken as a consonant: "de hache", not "d'hache".
_ASPIRATED = (
    "hach",
    "haut",
    "hublot",
    "harpon",
    "hibou",
    "hauban",
    "homard",
    "hockey",
    "housse",
    "héros",
    "halo",
    "huit",
)
_VOWEL = re.compile(r"[aeiouyhàâéèêëîïôöùûüœæ]", re.IGNORECASE)


def plural(text: str) -> str:
    """A noun or adjective in the plural: its words up to the first that links ("trous d'axe", "bras mécaniques")."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if word in _JOINED:
            continue
        if word in _LINKS or word.startswith(("d'", "l'")):
            break
        words[place] = _plural_word(word)
    return " ".join(words)


def _plural_word(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if not word.replace("-", "").isalpha() or word[-1] in "sxz" or word[0].isupper():
        return word
    if word.endswith(("eau", "au", "eu")):
        return word + "x"
    return word[:-2] + "aux" if word.endswith("al") else word + "s"


def feminine(adjective: str) -> str:
    """The feminine of an adjective of one word; others have theirs in the table."""
    if adjective in _FEMININES:
        return _FEMININES[adjective]
    if adjective.endswith("e"):
        return adjective
    for ending, changed in _FEMININE_ENDINGS.items():
        if adjective.endswith(ending):
            return adjective.removesuffix(ending) + changed
    return adjective + "e"


def of(text: str) -> str:
    """ "de" or "d'" and the text."""
    first = text[:1]
    is_vowel = bool(_VOWEL.match(first)) and not text.lower().startswith(_ASPIRATED)
    return f"d'{text}" if is_vowel else f"de {text}"
