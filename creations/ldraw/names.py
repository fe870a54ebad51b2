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
