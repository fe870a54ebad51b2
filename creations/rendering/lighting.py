"""The light of portraits: one picture of all that shines, at an infinite distance, so that a colour looks the same in a small
model and in a large one.

An even light from all around and three wide soft boxes, whose power is solved for and not chosen: a wall in the open shows the
palette's own colour at the front, lighter on top and darker on the right.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: The camera's angle around the model that the light belongs to, in degrees; it turns with the camera.
AZIMUTH = 32.0
#: Light from everywhere, as a share of the light that shows a colour as it is. From below there is nothing else: it is what
#: stands behind glass.
AMBIENT = 0.45
#: Rows and columns of the picture.
_SIZE = (48, 96)
#: Of the soft boxes: azimuth and elevation in degrees, with the y axis up and the front at 0.
_BOXES = ((-8.0, 38.0), (88.0, 30.0), (10.0, 88.0))
#: How narrow they are: a box falls to a third at 23 degrees from its middle.
_NARROWNESS = 30.0
#: Of surfaces that look up, to the front and to the right, how much light each gets. Plastic seen from its edge sends less of it
#: back, so the right looks darker than the front.
_WANTED = {(0.0, 1.0, 0.0): 1.35, (0.0, 0.0, 1.0): 1.06, (1.0, 0.0, 0.0): 1.04}


def environment(azimuth: float) -> NDArray[np.float32]:
    """Radiance (rows, columns, 3) as Mitsuba's `envmap` wants it, for a camera at `azimuth` degrees.

    Irradiance divided by pi is 1 where a white surface is to be white.
    """
    directions, areas = _sphere()
    boxes = np.stack([_box(directions, *box) for box in _BOXES])
    faces = np.array(list(_WANTED))
    # What each face gets of each box of power 1, and of the ambient light, which it gets half a sphere of.
    facing = np.maximum(np.einsum("fk,hwk->fhw", faces, directions), 0) * areas
    shares = np.einsum("fhw,bhw->fb", facing, boxes) / math.pi
    powers = np.linalg.solve(shares, np.array(list(_WANTED.values())) - AMBIENT)
    if (powers < 0).any():
        raise AssertionError("a soft box would have to take light away")
    light = AMBIENT + np.einsum("b,bhw->hw", powers, boxes)
    turned = np.roll(light, round((azimuth - AZIMUTH) / 360 * _SIZE[1]), axis=1)
    return np.repeat(turned[..., None], 3, axis=2).astype(np.float32)


def _sphere() -> tuple[Floats, Floats]:
    """Directions (rows, columns, 3) of the picture's pixels, and their areas on the unit sphere."""
    rows, columns = _SIZE
    polar = (np.arange(rows)[:, None] + 0.5) / rows * math.pi
    around = (np.arange(columns)[None, :] + 0.5) / columns * 2 * math.pi
    level = np.sin(polar)
    up = np.broadcast_to(np.cos(polar), (rows, columns))
    directions = np.stack([level * np.sin(around), up, -level * np.cos(around)], axis=2)
    areas = np.broadcast_to(level * (math.pi / rows) * (2 * math.pi / columns), (rows, columns))
    return directions, areas


def _box(directions: Floats, azimuth: float, elevation: float) -> Floats:
    """Radiance (rows, columns) of a soft box of power 1; nothing comes from below."""
    a, e = math.radians(azimuth), math.radians(elevation)
    middle = np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
    found: Floats = np.exp(_NARROWNESS * (directions @ middle - 1)) * (directions[..., 1] > 0)
    return found
