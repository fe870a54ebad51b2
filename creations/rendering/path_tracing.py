"""The portrait: a path-traced picture of a model, with Mitsuba 3, freed of noise by Open Image Denoise.

It has no ground of its own: model and shadow are drawn with alpha, so that the page's stage shows behind them. Rendered in passes
with different seeds, so that progress can be shown. A shape is held once, however often it is placed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from .camera import Shot, framed
from .denoising import denoised
from .developing import develop, own_light
from .ground_shadow import ground
from .looks import Looks
from .model import Model
from .traced_scene import TracedScene
from .traced_shapes import outline, traced_shapes

#: Called with the share done, from 0 to 1.
Progress = Callable[[float], None]

#: Another number where portraits look otherwise than before, so that those of old models may be made again.
LOOK = 2

__all__ = ["LOOK", "Progress", "Shot", "render"]


def render(model: Model, shot: Shot, progress: Progress = lambda share: None) -> Image.Image:
    """An RGBA picture of the model and its shadow. Raises ValueError when the model draws nothing."""
    points = outline(model)
    if not len(points):
        raise ValueError("the model draws nothing")
    looks = Looks()
    shapes = traced_shapes(model, looks)
    progress(0.15)
    camera = framed(points, shot)
    scene = TracedScene(shapes, camera)
    below = ground(shapes, scene.light, points, width=shot.width)
    progress(0.3)
    taken = []
    for number in range(shot.passes):
        taken.append(scene.traced(number))
        progress(0.3 + 0.6 * (number + 1) / shot.passes)
    colour = denoised(np.mean(taken, axis=0, dtype=np.float32))
    past = scene.past(shot.passes)
    behind = scene.behind(looks, past)
    progress(0.97)
    return develop(own_light(colour, past, behind), 1 - behind, below.seen_by(camera))
