"""An LDraw part name taken apart: its words and phrases with what the table knows of them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_SIZE = r"(?:\d+(?:\.\d+)?/ ?)?\d+(?:\.\d+)?(?:/\d+)?(?: ?[xX] ?\d+(?:\.\d+)?(?:/\d+)?)+"
_TOKEN = re.compile(rf'"[^"]*"|{_SIZE}(?![A-Za-z])|w/o?(?= )|(?<= )-[A-Za-z]{{3,}}|[^\W_]+(?:[-\'’.][^\W_]+)*|\S')
#: "9-Position": a number and what it counts.
_COUNTED = re.compile(r"(?<=\d)-(?=[A-Za-z]{3})")
_IRREGULAR = {"leaves": "leaf", "knives": "knife", "feet": "foot", "teeth": "tooth", "halves": "half", "wolves": "wolf"}
_IRREGULAR |= {
    "axes": "axe",
    "scarves": "scarf",
    "hooves": "hoof",
    "shelves": "shelf",
    "loaves": "loaf",
    "elves": "elf",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase and its French.

    `kind`: `m`, `f` nouns; `M`, `F` those that are always plural; `d`, `D` a theme that names begin with ("Technic",
    "Minifig"), masculine and feminine; `a` adjectives, `b` those before their noun; `i` what never changes; `n` numerals;
    `p` prepositions; `=` names, the same in French.
    `feminine` of an adjective where no rule gives it; `after` is how a noun reads when it tells of another ("d'angle").
    """

    kind: str
    french: str
    feminine: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a name as written, and its entry; None for what the table does not know."""

    written: str
    entry: Entry | None
    is_plural: bool = False

    @property
    def kind(self) -> str:
        """The entry's; `?` for an unknown word, `.` for punctuation, `#` for numbers and sizes."""
        if self.entry is not None:
            return self.entry.kind
        if self.written[0].isdigit():
            return "#"
        return "?" if self.written[0].isalpha() else "."


@cache
def table() -> dict[str, Entry]:
    """Entries by the English word or phrase in lower case."""
    with resources.files(__package__).joinpath("tables", "words.csv").open(encoding="utf-8") as lines:
        return {
            row["english"]: Entry(row["kind"], row["french"], row["feminine"], row["after"])
            for row in csv.DictReader(lines)
        }


@cache
def _longest() -> dict[str, int]:
    """By a first word, of how many words the table's longest phrase with it is."""
    found: dict[str, int] = {}
    for phrase in table():
        first, *rest = phrase.split(" ")
        found[first] = max(found.get(first, 1), 1 + len(rest))
    return found


def read(name: str) -> list[Unit]:
    """The pieces of a name, phrases of the table whole, the longest first."""
    tokens = _TOKEN.findall(_COUNTED.sub(" -", name.replace("_", " ")))
    units: list[Unit] = []
    at = 0
    while at < len(tokens):
        unit, taken = _next(tokens[at : at + _longest().get(tokens[at].lower(), 1)])
        units.append(unit)
        at += taken
    return units


def _next(tokens: list[str]) -> tuple[Unit, int]:
    for length in range(len(tokens), 0, -1):
        written = " ".join(tokens[:length])
        found, is_plural = _look_up(written.lower().replace("’", "'"))
        if found is not None:
            return Unit(written, found, is_plural), length
    return Unit(tokens[0], None), 1


def _look_up(phrase: str) -> tuple[Entry | None, bool]:
    known = table()
    if phrase in known:
        return known[phrase], False
    *before, last = phrase.split(" ")
    for single in _singulars(last):
        found = known.get(" ".join([*before, single]))
        if found is not None and found.kind in "mfdD":
            return found, True
    return None, False


def _singulars(word: str) -> list[str]:
    if word in _IRREGULAR:
        return [_IRREGULAR[word]]
    if not word.endswith("s") or word.endswith("ss"):
        return []
    found = [word[:-1]]
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    if word.endswith("es"):
        found.append(word[:-2])
    return found
