"""How LDraw's colours look: linear colour, roughness and metalness by finish."""

from __future__ import annotations

from dataclasses import dataclass

from ..catalog.names import colour_name
from ..ldraw.colours import appearance, table

#: Finish -> (metalness, roughness).
_FINISHES = {
    "solid": (0.0, 0.32),
    "rubber": (0.0, 0.75),
    "chrome": (1.0, 0.08),
    "metal": (0.85, 0.35),
    "pearl": (0.45, 0.35),
    "milky": (0.0, 0.4),
    "transparent": (0.0, 0.08),
    "glitter": (0.0, 0.15),
    "speckle": (0.2, 0.4),
    "unknown": (0.0, 0.5),
}


@dataclass(frozen=True, slots=True)
class Material:
    """`rgb` is linear (0 to 1); `alpha` 1 is opaque."""

    name: str
    rgb: tuple[float, float, float]
    alpha: float
    metalness: float
    roughness: float
    luminance: float

    @property
    def is_clear(self) -> bool:
        """Whether what lies behind shows through."""
        return self.alpha < 0.95


def material(code: int) -> Material:
    """The material of an LDraw colour code; unknown codes are grey."""
    colour = appearance(code)
    red, green, blue = (_linear(int(colour.rgb[k : k + 2], 16) / 255) for k in (0, 2, 4))
    metalness, roughness = _FINISHES[colour.finish]
    return Material(colour.name, (red, green, blue), colour.alpha / 255, metalness, roughness, colour.luminance / 255)


def studio_colours(language: str) -> list[tuple[int, str, str, int, str, float]]:
    """Every LDraw colour as the Studio needs it: code, name in a language, rgb, alpha, finish, metalness."""
    return [
        (
            colour.code,
            colour_name(colour.code, language),
            colour.rgb.lower(),
            colour.alpha,
            colour.finish,
            _FINISHES[colour.finish][0],
        )
        for colour in table().values()
    ]


def _linear(value: float) -> float:
    """sRGB to linear light."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
