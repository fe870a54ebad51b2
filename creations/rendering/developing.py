"""From light to a picture: a portrait without a ground of its own, whose model throws a shadow on whatever it is shown on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .lighting import AMBIENT

Floats = NDArray[np.float32]

#: Up to this much light a picture shows what is there; above it highlights roll off instead of clipping.
KNEE = 0.8


def develop(light: Floats, cover: Floats, shadow: Floats) -> Image.Image:
    """An RGBA picture.

    `light` (h, w, 3) is linear; `cover` (h, w) is 1 where nothing shows through; `shadow` (h, w) is how much of the light of what lies
    behind is missing.
    """
    cover, shadow = np.clip(cover, 0, 1), np.clip(shadow, 0, 1)
    model = encoded(shoulder(np.maximum(light, 0)))
    dark = (1 - cover) * shadow
    alpha = cover + dark
    shown = model * (cover / np.maximum(alpha, 1e-6))[..., None]
    layers = np.concatenate([shown, alpha[..., None]], axis=2)
    return Image.fromarray((np.clip(layers, 0, 1) * 255 + 0.5).astype(np.uint8), "RGBA")


def shoulder(light: Floats) -> Floats:
    """Light from 0 up to what a picture can show, the same for all three channels below the knee."""
    bright = KNEE + (1 - KNEE) * (1 - np.exp(-(light - KNEE) / (1 - KNEE)))
    return np.where(light > KNEE, bright, light).astype(np.float32)


def encoded(light: Floats) -> Floats:
    """Linear light to sRGB."""
    curved = 1.055 * np.power(np.maximum(light, 1e-9), 1 / 2.4) - 0.055
    return np.where(light <= 0.0031308, light * 12.92, curved).astype(np.float32)


def own_light(seen: Floats, past: Floats, behind: Floats) -> Floats:
    """The light (h, w, 3) of the model alone, as if it filled each pixel it has a share in.

    `seen` holds what stands behind, too: the light from below, which is the same everywhere. `past` (h, w) is how much of that is
    seen beside the model, `behind` how much beside it or through its glass.
    """
    own = (seen - AMBIENT * behind[..., None]) / np.maximum(1 - behind, 0.02)[..., None]
    # At outlines the noise of the light is another than that of the cover.
    return _spread(own.astype(np.float32), past < 0.02)


def _spread(light: Floats, known: NDArray[np.bool_]) -> Floats:
    """The light (h, w, 3) with that of known pixels carried on to others beside them; what is farther off stays as it is."""
    found = np.where(known[..., None], light, 0).astype(np.float32)
    weight = known.astype(np.float32)[..., None]
    for _ in range(2):
        around, near = _around(found * weight), _around(weight)
        found = np.where(weight > 0, found, around / np.maximum(near, 1e-6)).astype(np.float32)
        weight = np.maximum(weight, near > 0).astype(np.float32)
    return np.where(weight > 0, found, light).astype(np.float32)


def _around(values: Floats) -> Floats:
    """The sum of each pixel and its eight neighbours."""
    padded = np.pad(values, ((1, 1), (1, 1), (0, 0)))
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    found: Floats = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    return found
