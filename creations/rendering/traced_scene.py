"""A model in Mitsuba, as a camera sees it: its light, and what of the page behind shows beside it and through its glass."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .camera import Camera
from .denoising import SAMPLES
from .lighting import environment
from .looks import Looks
from .tracer import mitsuba

Floats = NDArray[np.float32]

#: How much of what glass lets through is left to the page behind; the rest shows the studio's own light.
_GLASS = 0.7


class TracedScene:
    """The shapes as the camera sees them. What stands behind them is seen, too: `hide_emitters` fails with instances (3.9.1)."""

    def __init__(self, shapes: dict[str, Any], camera: Camera, *, depth: int = 8) -> None:
        """`depth` is how many lines the way of light from the lamp to the camera may have."""
        mi = self._mi = mitsuba()
        self._shapes, self._samples = shapes, camera.shot.samples * SAMPLES
        self._sensor = camera.sensor(mi, samples=self._samples)
        bitmap = mi.Bitmap(environment(camera.shot.azimuth))
        self.light = mi.load_dict({"type": "envmap", "bitmap": bitmap, "mis_compensation": True})
        self._scene = self._lit_by(self.light)
        self._path = mi.load_dict({"type": "path", "max_depth": depth})

    def traced(self, seed: int) -> Floats:
        """Linear light (height, width, 3) of one pass."""
        return self._taken(self._scene, self._path, seed)[..., :3]

    def past(self, passes: int) -> Floats:
        """How much of what stands behind the model is seen past it (height, width)."""
        first = self._mi.load_dict({"type": "depth"})
        found: Floats = 1 - self._taken(self._scene, first, 0, passes)[..., 3]
        return found

    def behind(self, looks: Looks, past: Floats) -> Floats:
        """How much of what stands behind the model is seen past it or through its glass (height, width).

        Through glass, the share is that of the channel that loses most: what the others let through besides is the glass's
        colour, and stays in the picture with the studio's light behind it. Blackens the looks.
        """
        if not looks.has_glass:
            return past
        mi = self._mi
        looks.blacken()
        scene = self._lit_by(mi.load_dict({"type": "constant", "radiance": {"type": "rgb", "value": 1.0}}))
        clear = mi.load_dict({"type": "path", "max_depth": 12, "rr_depth": 12})
        seen = self._taken(scene, clear, 0, 2)[..., :3].min(axis=2)
        found: Floats = past + np.maximum(seen - past, 0) * np.float32(_GLASS)
        return found

    def _lit_by(self, light: Any) -> Any:
        return self._mi.load_dict({"type": "scene", "sensor": self._sensor, "light": light, **self._shapes})

    def _taken(self, scene: Any, integrator: Any, seed: int, passes: int = 1) -> Floats:
        samples = self._samples * passes
        return np.array(self._mi.render(scene, integrator=integrator, spp=samples, seed=seed), dtype=np.float32)
