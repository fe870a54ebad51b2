"""Where a portrait is taken from, in space with y up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: The share of the picture's sides that the model may fill.
_FILLED = 0.86


@dataclass(frozen=True, slots=True)
class Shot:
    """How to take the picture: pixels, samples a pixel in each pass, and the camera's angles in degrees."""

    width: int = 1024
    height: int = 768
    samples: int = 4
    passes: int = 4
    azimuth: float = 32.0
    elevation: float = 24.0
    field_of_view: float = 26.0


@dataclass(frozen=True, slots=True)
class Camera:
    """`right`, `up` and `back` (towards the camera) are unit vectors."""

    shot: Shot
    origin: Floats
    target: Floats
    right: Floats
    up: Floats
    back: Floats

    @property
    def distance(self) -> float:
        """From the camera to what is in the middle of its picture."""
        return float(np.linalg.norm(self.origin - self.target))

    def sensor(self, mi: Any, *, samples: int) -> dict[str, Any]:
        """For Mitsuba."""
        placed = mi.ScalarTransform4f().look_at(origin=self.origin.tolist(), target=self.target.tolist(), up=[0, 1, 0])
        return {
            "type": "perspective",
            "fov": self.shot.field_of_view,
            "fov_axis": "x",
            "near_clip": self.distance / 1000,
            "far_clip": self.distance * 100,
            "to_world": placed,
            "film": film(self.shot.width, self.shot.height),
            "sampler": {"type": "independent", "sample_count": samples},
        }

    def on_ground(self, height: float) -> Floats:
        """Where the middle of each pixel sees the ground at that height: x and z (height, width, 2), or NaN."""
        width, rows = self.shot.width, self.shot.height
        tangent = math.tan(math.radians(self.shot.field_of_view) / 2)
        x = ((np.arange(width) + 0.5) / width * 2 - 1) * tangent
        y = (1 - (np.arange(rows) + 0.5) / rows * 2) * tangent * rows / width
        rays = x[None, :, None] * self.right + y[:, None, None] * self.up - self.back
        with np.errstate(divide="ignore", invalid="ignore"):
            along = (height - self.origin[1]) / rays[..., 1]
        along = np.where(along > 0, along, np.nan)
        return self.origin[[0, 2]] + along[..., None] * rays[..., [0, 2]]


def film(width: int, height: int) -> dict[str, Any]:
    """The filter is a box: any other correlates neighbouring pixels' noise, and the denoiser then keeps it."""
    return {
        "type": "hdrfilm",
        "width": width,
        "height": height,
        "rfilter": {"type": "box"},
        "pixel_format": "rgba",
        "component_format": "float32",
    }


def framed(points: Floats, shot: Shot) -> Camera:
    """As near as the points (n, 3), seen from the shot's angles, still fit the frame with a margin, and centred in it."""
    low, high = points.min(axis=0), points.max(axis=0)
    centre, radius = (low + high) / 2, float(np.linalg.norm(high - low) / 2)
    azimuth, elevation = math.radians(shot.azimuth), math.radians(shot.elevation)
    back = np.array(
        [math.sin(azimuth) * math.cos(elevation), math.sin(elevation), math.cos(azimuth) * math.cos(elevation)]
    )
    right = np.cross([0.0, 1.0, 0.0], back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    tangent = math.tan(math.radians(shot.field_of_view) / 2)
    slopes = np.array([tangent, tangent * shot.height / shot.width]) * _FILLED
    seen = points - centre
    across, above, near = seen @ right, seen @ up, seen @ back
    target = centre.astype(float)
    distance = radius / tangent
    for _ in range(6):  # the view's own centre moves with the distance; a few rounds settle it
        depth = distance - near
        middles = [(side.max() + side.min()) / 2 for side in (across / depth, above / depth)]
        shift = right * middles[0] * distance + up * middles[1] * distance
        target = target + shift
        across, above, near = across - shift @ right, above - shift @ up, near - shift @ back
        reach = max((np.abs(across) / slopes[0] + near).max(), (np.abs(above) / slopes[1] + near).max())
        distance = max(float(reach), float(near.max()) * 1.05, 1.0)
    return Camera(shot, target + back * distance, target, right, up, back)
