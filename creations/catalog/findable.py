"""What a part is found by, made once at the import. No Django.

Every name it goes by, whole: numbers, the English and the French name, each also without its theme ("Technic Axle 4" is an
axle 4), without what all of its kind have, and with the other words people use; then the nicknames.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from . import library
from .names import category_name, part_name
from .names.spoken import nicknames, rows
from .search import part_words

_BRACKETS = re.compile(r"\s*\([^)]*\)")
#: What every tile has unless its name says otherwise.
_USUAL = re.compile(r" with Groove$")
#: "Slope 45 2 x 2": a slope of any angle.
_ANGLE = re.compile(r"(?<=^Slope )[\d.]+ (?=\d+ x)")
#: What names begin with and people leave out.
_THEMES = {
    "Technic",
    "Minifig",
    "Animal",
    "Plant",
    "Container",
    "Food",
    "Tool",
    "Electric",
    "Train",
    "Car",
    "Boat",
    "Plane",
}
#: Of how many words beginnings of names are kept.
_BEGINNINGS = (2, 3, 4)
#: "Technic Axle 4", "Technic Beam 5": as long as so many studs.
_LENGTH = re.compile(r"(?:technic )?(axle|axe|beam|poutre|liftarm) (\d+)")


@dataclass(frozen=True, slots=True)
class Findable:
    """`numbers` are all it has; `names` whole names, each its words with blanks between, as are `nicknames`; `words` all words
    of both.
    """

    numbers: list[str]
    names: list[str]
    nicknames: list[str]
    words: list[str]

    def all_words(self) -> list[str]:
        """What the part is found by."""
        return [*self.numbers, *self.words]

    def as_text(self) -> str:
        """`|name|name|=whole name=<beginning<`: names as they are said, and whole names and beginnings of names with their words
        in the order of the alphabet, so that a question needs only be looked for in it: see `queries.py`.
        """
        whole = dict.fromkeys(_sorted(name.split(" ")) for name in [*self.numbers, *self.names, *self.nicknames])
        beginnings = dict.fromkeys(
            _sorted(words[:number])
            for words in (name.split(" ") for name in self.names)
            for number in _BEGINNINGS
            if words[number:]
        )
        return f"|{'|'.join([*self.numbers, *self.names])}|={'='.join(whole)}=<{'<'.join(beginnings)}<"


def findable(part: library.LibraryPart, numbers: Iterable[str], *, is_print: bool = False) -> Findable:
    """All that finds a part; `numbers` are its old ones and those at other sites. A print goes by its one name: whoever
    looks for a mould finds the mould.
    """
    names: list[str] = []
    for english in [part.name] if is_print else _shorter(part.name):
        for name in (english, part_name(english, "fr")):
            said = " ".join(part_words(name))
            names += [said] if is_print else _said_otherwise(said)
    known_as = [" ".join(part_words(nickname)) for nickname in nicknames(part.id)]
    first, *rest = [*part_words(part.name), ""]
    if first == "brick" and len(rest) == 2:
        known_as.append(rest[0])  # a size alone means the brick
    names = [name for name in dict.fromkeys(names) if name]
    themes = [part.category, category_name(part.category, "fr")]
    words = [word for text in [*names, *known_as] for word in text.split(" ")]
    words += [word for word, means in _other_words() if means in words]
    spaced = [part.name.replace("-", " "), part_name(part.name, "fr").replace("-", " ")]
    words += [word for text in [*spaced, *themes] for word in part_words(text)]
    return Findable([*dict.fromkeys([part.id, *numbers])], names, known_as, list(dict.fromkeys(words)))


def _shorter(name: str) -> list[str]:
    """The name, and what is left of it without brackets, themes and what goes without saying."""
    bare = _USUAL.sub("", _BRACKETS.sub("", name))
    found = [name, bare]
    words = bare.split(" ")
    while words[0] in _THEMES and words[1:] and not words[1][0].isdigit():
        words = words[1:]
        found.append(" ".join(words))
    found += [text.replace("Slope Brick", "Slope") for text in found]
    return list(dict.fromkeys([*found, *(_ANGLE.sub("", text) for text in found)]))


def _said_otherwise(name: str) -> list[str]:
    """The name and the same with other words for its words."""
    found = [name]
    for word, means in _synonyms():
        if f" {means} " in f" {name} ":
            found.append(f" {name} ".replace(f" {means} ", f" {word} ").strip())
    length = _LENGTH.fullmatch(name)
    if length:
        found += [f"{length[1]} {length[2]}l", f"{length[1]} 1x{length[2]}"]
    return found


def _sorted(words: list[str]) -> str:
    return " ".join(sorted(words))


@cache
def _synonyms() -> list[tuple[str, str]]:
    """Other words for words of names, each as `part_words` has it."""
    return [_in_words(said, means) for said, means, place in rows("synonyms") if place == "name"]


@cache
def _other_words() -> list[tuple[str, str]]:
    """Those that find a part and never are its name."""
    return [_in_words(said, means) for said, means, place in rows("synonyms") if place == "word"]


def _in_words(said: str, means: str) -> tuple[str, str]:
    return " ".join(part_words(said)), " ".join(part_words(means))
