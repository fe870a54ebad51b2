"""LDraw's colour table and colour codes.

The facts come from LDraw.org's LDConfig.ldr of 2022 (CC BY 2.0) and, for colours that came later, of May 2025 (CC BY 4.0),
LEGO's numbers from its comments; BrickLink's and Rebrickable's numbers from Rebrickable's list of colours. Two colours that
nobody has told the shade of (430, 431) and those of cloth are left out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: "The colour of whatever refers to me".
INHERIT = 16
#: "The edge colour of whatever refers to me".
INHERIT_EDGE = 24
DIRECT = 0x2000000
DIRECT_TRANSPARENT = 0x3000000


@dataclass(frozen=True, slots=True)
class Colour:
    """One entry: `rgb` and `edge` as six hex digits, `alpha` and `luminance` 0 to 255, foreign numbers where they exist."""

    code: int
    name: str
    rgb: str
    edge: str
    alpha: int
    luminance: int
    finish: str
    lego: int | None
    bricklink: int | None
    rebrickable: int | None


@cache
def table() -> dict[int, Colour]:
    """Every LDraw colour by its code."""
    with resources.files(__package__).joinpath("colours.csv").open(encoding="utf-8") as lines:
        return {
            int(row["code"]): Colour(
                code=int(row["code"]),
                name=row["name"],
                rgb=row["rgb"],
                edge=row["edge"],
                alpha=int(row["alpha"]),
                luminance=int(row["luminance"]),
                finish=row["finish"],
                lego=int(row["lego"]) if row["lego"] else None,
                bricklink=int(row["bricklink"]) if row["bricklink"] else None,
                rebrickable=int(row["rebrickable"]) if row["rebrickable"] else None,
            )
            for row in csv.DictReader(lines)
        }


def parse(token: str) -> int:
    """The code a colour token means: decimal, `0x2RRGGBB` or `#2RRGGBB`. Raises ValueError for anything else."""
    if token.isdecimal() and token.isascii():
        code = int(token)
    elif token[:2].lower() == "0x":
        code = int(token[2:], 16)
    elif token[:1] == "#":
        code = int(token[1:], 16)
    else:
        raise ValueError(token)
    if not 0 <= code < 0x8000000:
        raise ValueError(token)
    return code


def is_direct(code: int) -> bool:
    """Whether the code carries its own red, green and blue."""
    return code >= DIRECT


def appearance(code: int) -> Colour:
    """The table's entry, one made from a direct colour, or a plain grey that names the unknown code."""
    known = table().get(code)
    if known is not None:
        return known
    if is_direct(code):
        rgb = f"{code & 0xFFFFFF:06X}"
        alpha = 128 if code >= DIRECT_TRANSPARENT else 255
        finish = "transparent" if alpha < 255 else "solid"
        return Colour(code, f"#{rgb}", rgb, "333333", alpha, 0, finish, None, None, None)
    return Colour(code, f"? {code}", "9B9B9B", "333333", 255, 0, "unknown", None, None, None)
