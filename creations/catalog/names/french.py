"""Part names in French, after the grammar of LDraw's names.

A name begins with its noun and what is said of it ("Slope Brick Curved 2 x 1"), after a theme perhaps ("Technic", "Minifig");
then come clauses ("with Hole", "without Stud") that read as English does, adjectives first. The first keeps its order in
French, the others turn around, and adjectives agree. A word that the table does not know stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from .agreement import feminine, of, plural
from .reading import Entry, Unit, read

_NOUNS = "mfMFdD"
_MOST_COUNTED = 45
#: What is drawn on a part: "with X Pattern" is said "avec motif X".
_DRAWN = {"pattern", "patterns", "sticker", "stickers"}
_FRACTIONS = {".667": "2/3", ".333": "1/3"}


@lru_cache(maxsize=32768)
def french(name: str) -> str:
    """The name in French."""
    segments = _segments(_drawn_first(_coordinated(read(name))))
    told: list[str] = []
    main = _noun_of(segments[0][1])
    last = main
    for number, (link, units) in enumerate(segments):
        if link is not None:
            told.append(_link(link))
        if not units:
            continue
        bracketed = link is not None and link.written == "("
        told.append(_main(units) if number == 0 else _clause(units, main if bracketed else last))
        last = _noun_of(units) or last
    text = _spaced(" ".join(told))
    return text[:1].upper() + text[1:]


def unknown_words(name: str) -> list[str]:
    """The words of a name that stay English."""
    return [unit.written for unit in read(name) if unit.kind == "?" and len(unit.written) > 1]


# --- Segments ---------------------------------------------------------------------------------------------------------


def _segments(units: Sequence[Unit]) -> list[tuple[Unit | None, list[Unit]]]:
    """The name's beginning and its clauses, each after the word or sign that links it."""
    found: list[tuple[Unit | None, list[Unit]]] = [(None, [])]
    for unit in units:
        if unit.kind in "p.":
            found.append((unit, []))
        else:
            found[-1][1].append(unit)
    return found


def _coordinated(units: list[Unit]) -> list[Unit]:
    """ "Black and White Stripes": two adjectives of one noun become one."""
    found = list(units)
    for at in range(len(found) - 3, -1, -1):
        if at + 3 > len(found):
            continue
        first, link, second = found[at : at + 3]
        if first.kind in "ai" and second.kind in "ai" and link.written.lower() in ("and", "&"):
            a, b = first.entry, second.entry
            assert a is not None and b is not None
            both = Entry("a", f"{a.french} et {b.french}", f"{_agreed(a, 'f', False)} et {_agreed(b, 'f', False)}")
            found[at : at + 3] = [Unit(f"{first.written} and {second.written}", both)]
    return found


def _drawn_first(units: list[Unit]) -> list[Unit]:
    """ "with Red Lion Pattern": what is drawn is said after "motif", as a clause of its own."""
    found = list(units)
    for at, unit in enumerate(found):
        if unit.written.lower() not in _DRAWN:
            continue
        start = next((k for k in range(at - 1, -1, -1) if found[k].written.lower() in ("with", "w")), None)
        if start is not None and at - start > 1:
            found[start + 1 : at + 1] = [unit, Unit("", Entry("p", "")), *found[start + 1 : at]]
    return found


def _link(unit: Unit) -> str:
    return unit.entry.french if unit.entry is not None else unit.written


def _spaced(text: str) -> str:
    text = re.sub(r"# ?(?=\d)", "n° ", text)
    text = re.sub(r"\s+([,;)\]°])", r"\1", re.sub(r"([(\[#])\s+", r"\1", " ".join(text.split())))
    return re.sub(r"(?<=\w)\s*/\s*(?=\w)", "/", text).replace("°°", "°")


# --- Nouns and what is said of them -----------------------------------------------------------------------------------


def _noun_of(units: Sequence[Unit]) -> Unit | None:
    """What a piece of a name is about: its first noun, or the second of a compound such as "Hose Connector"."""
    nouns = [k for k, unit in enumerate(units) if unit.kind in _NOUNS]
    named = [k for k in nouns if units[k].kind not in "dD"]
    if not named:
        return units[nouns[-1]] if nouns else None
    first = named[0]
    is_compound = _tells_of_another(units[first]) and first + 1 in nouns and not _tells_of_another(units[first + 1])
    return units[first + 1] if is_compound else units[first]


def _tells_of_another(unit: Unit) -> bool:
    return unit.entry is not None and unit.entry.after == of(unit.entry.french)


def _main(units: list[Unit]) -> str:
    """A name's beginning: its noun first, then what stood before it, then the rest as it stands."""
    head = _noun_of(units)
    if head is None:
        return " ".join(_alone(unit, None) for unit in units)
    at = units.index(head)
    told = [_noun(head)]
    last = head
    themes = [k for k in range(len(units)) if k != at and units[k].kind in "dD"]
    for k in [
        *(k for k in range(at) if k not in themes),
        *themes,
        *(k for k in range(at + 1, len(units)) if k not in themes),
    ]:
        unit, before, behind = units[k], units[k - 1] if k else None, units[k + 1] if k + 1 < len(units) else None
        if unit.kind not in _NOUNS:
            told.append(_alone(unit, last) + ("°" if _is_angle(before, unit, behind) else ""))
        elif unit.kind in "dD":
            told.append(unit.entry.after if unit.entry else "")
        elif k < at or (unit.entry and unit.entry.after and not _tells_of_another(unit)):
            told.append(_told_after(unit, last))
            last = unit if unit.entry and unit.entry.after.startswith("à ") else last
        elif before is not None and _is_count(before):
            told.append(_noun(replace(unit, is_plural=unit.is_plural or before.written != "1")))
        else:
            told.append(", " + _noun(unit))
            last = unit
    return " ".join(told)


def _is_angle(before: Unit | None, unit: Unit, behind: Unit | None) -> bool:
    """ "Slope Brick 45 2 x 1", "Bent 90": a number before a size, or after what is bent, is an angle."""
    if unit.kind != "#" or not unit.written.replace(".", "").isdigit():
        return False
    is_before_size = behind is not None and behind.kind == "#" and "x" in behind.written.lower()
    return is_before_size or (before is not None and before.written.lower() in ("bent", "angled"))


def _clause(units: list[Unit], spoken_of: Unit | None) -> str:
    """A clause reads from its last noun back; one of adjectives alone agrees with what was spoken of."""
    places = [k for k, unit in enumerate(units) if unit.kind in _NOUNS]
    if not places:
        return " ".join(_alone(unit, spoken_of) for unit in units)
    told = []
    if _is_count(units[0]) and len(units) > 1:
        told.append(_alone(units[0], None))
        units = units[1:]
        places = [k - 1 for k in places]
    if any(unit.kind == "#" and k - 1 in places for k, unit in enumerate(units[:-1])):
        return " ".join([*told, _main(units)])
    at = places[-1]
    head, before = units[at], list(units[:at])
    if told and told != ["1"]:
        head = replace(head, is_plural=True) if head.kind in "mf" else head
    before.reverse()
    told += [_alone(unit, head) for unit in before if unit.kind == "b"]
    told.append(_noun(head))
    told += [_told_after(unit, head) for unit in before if unit.kind in _NOUNS]
    told += [_alone(unit, head) for unit in before if unit.kind not in _NOUNS + "b"]
    told += [_alone(unit, head) for unit in units[at + 1 :]]
    return " ".join(told)


def _is_count(unit: Unit) -> bool:
    """Whether it says how many; large numbers are angles and sizes."""
    return unit.kind == "n" or (unit.written.isdigit() and int(unit.written) < _MOST_COUNTED)


def _told_after(unit: Unit, noun: Unit) -> str:
    """A noun that tells of another: as the table has it ("d'angle", "~latéral" agreeing), else with "de"."""
    assert unit.entry is not None
    after = unit.entry.after
    if after.startswith("~"):
        return _agreeing(Entry("a", after[1:]), noun)
    return after or of(_noun(unit))


def _noun(unit: Unit) -> str:
    assert unit.entry is not None
    return plural(unit.entry.french) if unit.is_plural else unit.entry.french


def _alone(unit: Unit, noun: Unit | None) -> str:
    """A word that is no noun, agreeing with the noun it tells of."""
    if unit.entry is None:
        return _number(unit.written) if unit.kind == "#" else unit.written
    if unit.kind == "=":
        return unit.written
    return _agreeing(unit.entry, noun)


def _agreeing(word: Entry, noun: Unit | None) -> str:
    gender = "f" if noun is not None and noun.kind in "fFD" else "m"
    return _agreed(word, gender, noun is not None and (noun.is_plural or noun.kind in "MF"))


def _agreed(adjective: Entry, gender: str, many: bool) -> str:
    if adjective.kind not in "ab":
        return adjective.french
    text = (adjective.feminine or feminine(adjective.french)) if gender == "f" else adjective.french
    return plural(text) if many else text


def _number(written: str) -> str:
    """A number or size: 0.667 as builders say it, 2/3."""
    text = re.sub(r"\s*[xX]\s*(?=\d)", " x ", written)
    return re.sub(r"(?<![\d.])(\d+)(\.\d+)(?![\d.])", lambda m: _fraction(m.group(1), m.group(2)), text)


def _fraction(units: str, rest: str) -> str:
    known = _FRACTIONS.get(rest)
    if known is None:
        return f"{units},{rest[1:]}"
    return known if units == "0" else f"{units} {known}"
