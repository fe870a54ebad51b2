"""How a step wants its model to be held: `0 ROTSTEP x y z REL|ABS|ADD`, MLCad's line, which other programs follow too.

It ends a step as `0 STEP` does, and turns the model in that step and all after it, until `0 ROTSTEP END`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Matrix = tuple[float, float, float, float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class StepView:
    """The model is turned by `angles`, degrees about LDraw's z, then y, then x; then one looks at it from the usual corner,
    or straight from the front when the angles are `absolute`.
    """

    angles: tuple[float, float, float]
    absolute: bool

    @property
    def matrix(self) -> Matrix:
        """The turn in LDraw's axes, row by row."""
        (a, b), (c, d), (e, f) = ((math.cos(math.radians(v)), math.sin(math.radians(v))) for v in self.angles)
        return (
            c * e, -c * f, d,
            a * f + b * d * e, a * e - b * d * f, -b * c,
            b * f - a * d * e, b * e + a * d * f, a * c,
        )  # fmt: skip


def view_after(line: str, before: StepView | None) -> StepView | None:
    """The view once a line that ends a step is read; None is the usual one. What is no legal ROTSTEP changes nothing."""
    words = line.upper().split()
    if words[:2] != ["0", "ROTSTEP"]:
        return before
    if words[2:3] == ["END"]:
        return None
    try:
        x, y, z = (math.fmod(float(word), 360) for word in words[2:5])
    except ValueError:
        return before
    if not all(math.isfinite(angle) for angle in (x, y, z)):
        return before
    kind = words[5] if len(words) > 5 else "REL"
    if kind == "ADD" and before is not None:
        x, y, z = (math.fmod(old + new, 360) for old, new in zip(before.angles, (x, y, z), strict=True))
    absolute = kind == "ABS" or (kind == "ADD" and before is not None and before.absolute)
    return StepView((x, y, z), absolute) if absolute or any((x, y, z)) else None
