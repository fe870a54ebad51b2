"""Draw a single part: it is drawn once, in grey, and coloured by Pillow for every colour asked for.

A part has few triangles, so the rasteriser in NumPy needs neither a GPU nor a second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from ..ldraw.colours import appearance
from .meshes import Mesh, part_mesh, part_normals
from .raster import Raster, View

SIZE = 256
_SUPERSAMPLING = 2

#: The angles of the covers' camera, a little steeper: studs are what one looks for.
VIEW = View(azimuth=30, elevation=30)
_GREYS = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)


def grey(part: str) -> Image.Image | None:
    """The part's shading and coverage as an LA image, SIZE pixels square; None when the library has no mesh of it."""
    mesh, normals = part_mesh(part), part_normals(part)
    return None if mesh is None or normals is None else draw(mesh, normals)


def draw(mesh: Mesh, normals: NDArray[np.float32]) -> Image.Image:
    """Shade (L) and coverage (A) of a mesh; `normals` (m, 3, 3) are those of the corners of its faces."""
    side = SIZE * _SUPERSAMPLING
    seen = mesh.points @ VIEW.axes.T
    low, high = seen.min(axis=0), seen.max(axis=0)
    scale = side * 0.9 / max(float((high - low)[:2].max()), 1e-6)
    middle = (low + high) / 2
    screen = np.empty_like(seen)
    screen[:, 0] = (seen[:, 0] - middle[0]) * scale + side / 2
    screen[:, 1] = side / 2 - (seen[:, 1] - middle[1]) * scale
    screen[:, 2] = seen[:, 2]
    raster = Raster(side, side)
    raster.add(screen[mesh.faces], VIEW.tones(normals), _GREYS, 0)
    edges = raster.edges(1.4 / max(scale, 1e-6) + 0.25)
    grey = np.where(edges, raster.rgb[..., 0] * 0.72, raster.rgb[..., 0])
    layers = np.stack([grey, raster.cover * 255], axis=2).astype(np.uint8)
    return Image.fromarray(layers, "LA").resize((SIZE, SIZE), Image.Resampling.BOX)


def coloured(grey: Image.Image, colour: int) -> Image.Image:
    """A grey drawing in an LDraw colour, by a table from shade to colour; transparent colours stay transparent."""
    look = appearance(colour)
    rgb = [int(look.rgb[k : k + 2], 16) for k in (0, 2, 4)]
    shade, cover = grey.split()
    bands = []
    for value in rgb:
        # Below middle grey the colour darkens, above it a little white is mixed in as on glossy plastic.
        table = [
            min(255, round((value + 14) * min(1.0, level / 205) + max(0, level - 205) * 1.1)) for level in range(256)
        ]
        bands.append(shade.point(table))
    if look.alpha < 255:
        cover = ImageChops.multiply(cover, Image.new("L", cover.size, max(110, look.alpha)))
    return Image.merge("RGBA", [*bands, cover])
