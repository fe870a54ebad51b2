"""What a reference names: a part, a piece of geometry, or another model.

LDraw file names ignore case and use backslashes; a reference to one of the library's primitives or subparts draws
something but is never a part one could order.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

#: Families of primitives, so that one newer than our list is still geometry.
_FAMILY = re.compile(r"stud[\w-]*\.dat|\d{1,2}-\d{1,2}[a-z][\w-]*\.dat")
#: The Official Model Repository's way to name what is in a file: "10182 - LS51.dat".
_OF_A_SET = r"(?:[\w.-]+ - )?(?:[\w ]+/)?"
#: What LPub calls helpers (arrows, marks, numbers), and the points that LSynth leads a hose through.
_HELPER = re.compile(
    _OF_A_SET + r"(?:arrow\d*|har\d{3}|h[ad]s[hv]l\d|her|hn\d|mark-(?:cross|tick)|ls(?:0\d|1\d\d))\.dat"
)
#: What LSynth draws hoses, bands and cables with.
_PIECE = re.compile(_OF_A_SET + r"ls[1-9]\d\.dat")


def normalise(name: str) -> str:
    """The name as it is compared: lower case, forward slashes, no blanks around."""
    return name.strip().lower().replace("\\", "/")


def part_id(name: str) -> str:
    """`3001` for `3001.DAT`; any folder the library keeps parts in is dropped."""
    name = normalise(name)
    name = name.removeprefix("parts/").removeprefix("p/")
    return name[:-4] if name.endswith((".dat", ".ldr", ".mpd")) else name


@cache
def primitives() -> frozenset[str]:
    """The names of the LDraw library's primitives (LDraw.org, CC BY 2.0)."""
    text = resources.files(__package__).joinpath("primitives.txt").read_text("ascii")
    return frozenset(text.split())


def is_geometry(name: str) -> bool:
    """Whether a normalised name is a primitive or a subpart."""
    return (
        name.startswith(("s/", "48/", "8/", "p/", "parts/s/")) or name in primitives() or bool(_FAMILY.fullmatch(name))
    )


def is_subpart(name: str) -> bool:
    """Whether a normalised name is of one of the library's pieces of parts."""
    return name.startswith(("s/", "parts/s/"))


def is_helper(name: str) -> bool:
    """Whether a normalised name is of something that only explains: an arrow, a mark, a point of a hose."""
    return bool(_HELPER.fullmatch(name))


def is_hose_piece(name: str) -> bool:
    """Whether a normalised name is of one of the pieces that LSynth makes hoses of."""
    return bool(_PIECE.fullmatch(name))
