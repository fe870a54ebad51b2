"""The shadow a model throws on the ground it stands on, as a layer of its own.

The light that reaches the ground is traced on a small square map of it, whatever the picture's size, and the camera's pixels look
their share up. A camera just above the ground sees all of it, what lies below the model included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .camera import Camera, film
from .denoising import SAMPLES, denoised
from .tracer import mitsuba

Floats = NDArray[np.float32]

#: Half a side of the map, in radii of the model, and the pixels of a side.
_REACH = 2.4
_MOST, _LEAST = 160, 32
_SAMPLES = 24
#: Where the shadow begins to fade towards the map's border, in shares of its half side.
_FADES_FROM = 0.55
#: A darkness as slight as the noise of the map.
_UNSEEN = 0.05
#: The shadow is a hint of a ground, and no black hole on a page.
_STRENGTH = 0.62


@dataclass(frozen=True, slots=True)
class Ground:
    """The square around `centre` (x, z) at `height`, `half` a side to each side. `shadow` (n, n) rises with z, then x."""

    centre: NDArray[np.float64]
    height: float
    half: float
    shadow: Floats

    def seen_by(self, camera: Camera) -> Floats:
        """The shadow (height, width) in a camera's pixels, from 0 to 1."""
        size = len(self.shadow)
        places = (camera.on_ground(self.height) - self.centre) / self.half
        inside = np.nan_to_num((places + 1) / 2 * size - 0.5, nan=-1.0).clip(0, size - 1.001)
        whole = inside.astype(int)
        x, z = (inside - whole)[..., 0], (inside - whole)[..., 1]
        column, row = whole[..., 0], whole[..., 1]
        shadow = self.shadow
        above = shadow[row, column] * (1 - x) + shadow[row, column + 1] * x
        below = shadow[row + 1, column] * (1 - x) + shadow[row + 1, column + 1] * x
        away = np.nan_to_num(np.linalg.norm(places, axis=2), nan=1.0)
        fading = np.clip((1 - away) / (1 - _FADES_FROM), 0, 1)
        found: Floats = ((above * (1 - z) + below * z) * fading**2 * _STRENGTH).astype(np.float32)
        return found


def ground(shapes: dict[str, Any], light: Any, points: NDArray[np.float64], *, width: int) -> Ground:
    """Trace the ground below `shapes`, whose outermost points (n, 3) are given, in an `envmap`'s light.

    `width` is that of the picture, in pixels: a small one does with a coarse map.
    """
    mi = mitsuba()
    samples = _SAMPLES * SAMPLES
    low, high = points.min(axis=0), points.max(axis=0)
    pixels = min(_MOST, max(_LEAST, width // 5))
    centre, radius = (low + high) / 2, float(np.linalg.norm(high - low) / 2)
    height, half = float(low[1]) - 0.05, radius * _REACH
    above = float(height + 0.04)
    eye = mi.ScalarTransform4f().look_at(
        origin=[float(centre[0]), above, float(centre[2])],
        target=[float(centre[0]), above - 1, float(centre[2])],
        up=[0, 0, -1],
    )
    flat = mi.ScalarTransform4f().translate([float(centre[0]), height, float(centre[2])])
    flat = flat @ mi.ScalarTransform4f().rotate([1, 0, 0], -90) @ mi.ScalarTransform4f().scale(half * 4)
    white = {"type": "diffuse", "reflectance": {"type": "rgb", "value": 1.0}}
    scene = {
        "type": "scene",
        "integrator": {"type": "direct", "emitter_samples": 1, "bsdf_samples": 1},
        "sensor": {
            "type": "orthographic",
            "near_clip": 1e-4,
            "to_world": eye @ mi.ScalarTransform4f().scale([half, half, 1]),
            "film": film(pixels, pixels),
            "sampler": {"type": "independent", "sample_count": samples},
        },
        "light": light,
        "ground": {"type": "rectangle", "to_world": flat, "bsdf": white},
        **shapes,
    }
    lit = np.array(mi.render(mi.load_dict(scene), spp=samples), dtype=np.float32)[..., :3]
    lit = denoised(lit)[..., 1]
    unshaded = float(np.percentile(lit, 99))
    missing = 1 - lit / max(unshaded, 1e-6)
    shadow = np.clip((missing - _UNSEEN) / (1 - _UNSEEN), 0, 1).astype(np.float32)
    return Ground(centre[[0, 2]], height, half, shadow)
