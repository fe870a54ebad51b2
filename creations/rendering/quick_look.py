"""A first look at a model, until its portrait is there: the same light and the same colours, without shine, round edges and shadow.

Quick even for a model of thousands of parts: within the time in which a raster program draws it.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from .camera import Shot, framed
from .denoising import denoised
from .developing import develop, own_light
from .looks import Looks
from .model import Model
from .traced_scene import TracedScene
from .traced_shapes import outline, traced_shapes

SHOT = Shot(width=512, height=384, samples=2, passes=1)
#: Light falls on the model, and once on from there.
_DEPTH = 3


def quick_look(model: Model) -> Image.Image:
    """An RGBA picture of SHOT's size. Raises ValueError when the model draws nothing."""
    points = outline(model)
    if not len(points):
        raise ValueError("the model draws nothing")
    shapes = traced_shapes(model, Looks(plain=True), smooth=False)
    scene = TracedScene(shapes, framed(points, SHOT), depth=_DEPTH)
    past = scene.past(1)
    light = own_light(denoised(scene.traced(0), quick=True), past, past)
    return develop(light, 1 - past, np.zeros_like(past))
