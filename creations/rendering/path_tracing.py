"""The portrait: a path-traced picture of a model, with Mitsuba 3, freed of noise by Open Image Denoise.

It has no ground of its own: model and shadow are drawn with alpha, so that the page's stage shows behind them. Rendered in passes
with different seeds, so that progress can be shown. A shape is held once, however often it is placed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .camera import Camera, Shot, framed
from .denoising import SAMPLES, denoised
from .developing import develop, spread
from .ground_shadow import ground
from .lighting import AMBIENT, environment
from .looks import Looks
from .model import Model
from .traced_shapes import outline, traced_shapes

Floats = NDArray[np.float32]

#: Called with the share done, from 0 to 1.
Progress = Callable[[float], None]

#: Another number where portraits look otherwise than before, so that those of old models may be made again.
LOOK = 2
#: A first look, ready in about two seconds, until the real picture is there.
PREVIEW = Shot(width=512, height=384, samples=4, passes=1)
#: How much of what glass lets through is left to the page behind; the rest shows the studio's own light.
_GLASS = 0.7
_GROUND_SAMPLES = 24

__all__ = ["LOOK", "PREVIEW", "Progress", "Shot", "render"]


@lru_cache(maxsize=1)
def _mitsuba() -> Any:
    import mitsuba

    mitsuba.set_variant("scalar_rgb")
    mitsuba.set_log_level(mitsuba.LogLevel.Error)
    return mitsuba


def render(model: Model, shot: Shot, progress: Progress = lambda share: None) -> Image.Image:
    """An RGBA picture of the model and its shadow. Raises ValueError when the model draws nothing."""
    points = outline(model)
    if not len(points):
        raise ValueError("the model draws nothing")
    mi = _mitsuba()
    looks = Looks(mi)
    shapes = traced_shapes(mi, model, looks)
    progress(0.15)
    camera = framed(points, shot)
    light = mi.load_dict(_light(mi, environment(shot.azimuth)))
    scene = _Scene(mi, shapes, light, camera, shot.samples * SAMPLES)
    below = ground(mi, shapes, light, points, width=shot.width, samples=_GROUND_SAMPLES * SAMPLES)
    progress(0.3)
    taken = []
    for number in range(shot.passes):
        taken.append(scene.traced(number))
        progress(0.3 + 0.6 * (number + 1) / shot.passes)
    colour = denoised(np.mean(taken, axis=0, dtype=np.float32))
    past, behind = scene.behind(looks, shot.passes)
    progress(0.97)
    # The light from below is the same everywhere, and so is what it adds where it is seen.
    own = ((colour - AMBIENT * behind[..., None]) / np.maximum(1 - behind, 0.02)[..., None]).astype(np.float32)
    # At outlines the noise of the light is another than that of the cover.
    return develop(spread(own, past < 0.02), 1 - behind, below.seen_by(camera))


def _light(mi: Any, radiance: Floats) -> dict[str, Any]:
    return {"type": "envmap", "bitmap": mi.Bitmap(radiance), "mis_compensation": True}


class _Scene:
    """The shapes as the camera sees them. What stands behind them is seen, too: `hide_emitters` fails with instances (3.9.1)."""

    def __init__(self, mi: Any, shapes: dict[str, Any], light: Any, camera: Camera, samples: int) -> None:
        self._mi, self._shapes, self._samples = mi, shapes, samples
        self._sensor = camera.sensor(mi, samples=samples)
        self._scene = self._lit_by(light)
        self._path = mi.load_dict({"type": "path", "max_depth": 8})

    def traced(self, seed: int) -> Floats:
        """Linear light (height, width, 3) of one pass."""
        return self._taken(self._scene, self._path, seed)[..., :3]

    def behind(self, looks: Looks, passes: int) -> tuple[Floats, Floats]:
        """How much of what stands behind the model is seen (height, width): past it, and past it or through its glass.

        Through glass, the share is that of the channel that loses most: what the others let through besides is the glass's
        colour, and stays in the picture with the studio's light behind it. Blackens the looks.
        """
        mi = self._mi
        first = mi.load_dict({"type": "depth"})
        past = 1 - self._taken(self._scene, first, 0, passes)[..., 3]
        if not looks.has_glass:
            return past, past
        looks.blacken()
        scene = self._lit_by(mi.load_dict({"type": "constant", "radiance": {"type": "rgb", "value": 1.0}}))
        clear = mi.load_dict({"type": "path", "max_depth": 12, "rr_depth": 12})
        seen = self._taken(scene, clear, 0, 2)[..., :3].min(axis=2)
        return past, past + np.maximum(seen - past, 0) * np.float32(_GLASS)

    def _lit_by(self, light: Any) -> Any:
        return self._mi.load_dict({"type": "scene", "sensor": self._sensor, "light": light, **self._shapes})

    def _taken(self, scene: Any, integrator: Any, seed: int, passes: int = 1) -> Floats:
        samples = self._samples * passes
        return np.array(self._mi.render(scene, integrator=integrator, spp=samples, seed=seed), dtype=np.float32)
