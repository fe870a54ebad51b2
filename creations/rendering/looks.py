"""Colours as Mitsuba's surfaces (BSDFs)."""

from __future__ import annotations

from typing import Any

from .materials import Material, material
from .tracer import mitsuba

#: The shine of plastic beside that of glass: with all of it black would be grey, and red would be pink.
_SHINE = 0.12
#: What tinted glass lets through where it has no colour at all.
_CLEAREST = 0.08


class Looks:
    """The surfaces of one scene, by colour. `blacken` turns them into what only their glass can be seen through.

    Plain ones do not shine: Mitsuba prepares twenty milliseconds for each that does.
    """

    def __init__(self, *, plain: bool = False) -> None:
        self._mi = mitsuba()
        self._plain = plain
        self._surfaces: dict[int, Any] = {}

    def of(self, code: int) -> Any:
        """The surface of an LDraw colour."""
        if code not in self._surfaces:
            self._surfaces[code] = self._mi.load_dict(_bsdf(material(code), self._plain))
        return self._surfaces[code]

    @property
    def has_glass(self) -> bool:
        """Whether one can see through any of them."""
        return any(material(code).is_clear for code in self._surfaces)

    def blacken(self) -> None:
        """Let all give back no light: what still arrives came through glass from behind the model."""
        for surface in self._surfaces.values():
            parameters = self._mi.traverse(surface)
            for name in parameters.keys():  # noqa: SIM118  (not a dict)
                if name.endswith(_BLACKENED):
                    parameters[name] = type(parameters[name])(0.0)
            parameters.update()


#: Ends of the names of parameters that give light back.
_BLACKENED = (
    "diffuse_reflectance.value",
    "specular_reflectance.value",
    "base_color.value",
    "metallic.value",
    "specular",
)


def _bsdf(look: Material, plain: bool) -> dict[str, Any]:
    rgb = {"type": "rgb", "value": [float(v) for v in look.rgb]}
    if look.is_clear:
        # Thin glass, tinted: a transparent brick's two walls give its colour twice, so each takes the root.
        tint = {"type": "rgb", "value": [min(1.0, _CLEAREST + (1 - _CLEAREST) * float(v) ** 0.5) for v in look.rgb]}
        white = {"type": "rgb", "value": 1.0}
        return {
            "type": "thindielectric",
            "int_ior": 1.5,
            "specular_transmittance": tint,
            "specular_reflectance": white,
        }
    bsdf: dict[str, Any]
    if plain:
        bsdf = {"type": "diffuse", "reflectance": rgb}
    elif look.metalness > 0:
        bsdf = {
            "type": "principled",
            "base_color": rgb,
            "metallic": look.metalness,
            "roughness": look.roughness if look.metalness > 0.5 else 0.4,
            "specular": 0.5,
        }
    else:
        bsdf = {
            "type": "roughplastic",
            "diffuse_reflectance": rgb,
            "specular_reflectance": {"type": "rgb", "value": _SHINE},
            "int_ior": 1.5,
            "alpha": 0.12 if look.roughness < 0.5 else 0.45,
        }
    return {"type": "twosided", "bsdf": bsdf}
