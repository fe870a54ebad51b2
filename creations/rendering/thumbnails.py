"""Pictures of single parts: each is drawn once, in grey, and coloured by Pillow for every colour asked for.

The drawing is a depth-buffered rasteriser in NumPy: a part has few triangles, and this needs neither a GPU nor a second.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from users import files

from ..catalog import library
from ..ldraw.colours import appearance
from .meshes import Mesh, part_mesh, part_normals

SIZE = 256
_SUPERSAMPLING = 2
#: Bump when the drawing changes: the names of kept pictures hold it.
_VERSION = 1

#: The camera looks from the front right, from above; rows are right, up and towards the viewer, in LDU with y down.
_RIGHT = np.array([0.8660254, 0.0, 0.5])
_BACK = np.array([-0.4330127, -0.5, 0.75])
_UP = np.array([0.25, -0.8660254, -0.4330127])
_LIGHT = np.array([-0.35, -0.8, 0.5]) / np.linalg.norm([-0.35, -0.8, 0.5])


def thumbnail(part: str, colour: int) -> bytes | None:
    """The WebP picture of a part in a colour, SIZE pixels square; None when the library has no mesh of it."""
    name = f"parts/{_VERSION}/{part}/{colour}.webp"
    try:
        return files.load(name)
    except FileNotFoundError:
        pass
    grey = _grey(part)
    if grey is None:
        return None
    out = io.BytesIO()
    coloured(grey, colour).save(out, "WEBP", quality=86)
    files.store_as(out.getvalue(), name)
    return out.getvalue()


def _grey(part: str) -> Image.Image | None:
    """The part's shading and coverage as an LA image, drawn or from the store."""
    name = f"parts/{_VERSION}/{part}/grey.png"
    try:
        with Image.open(io.BytesIO(files.load(name))) as kept:
            kept.load()
            return kept
    except FileNotFoundError:
        pass
    part = library.moved_to(part) or part
    mesh, normals = part_mesh(part), part_normals(part)
    if mesh is None or normals is None:
        return None
    drawn = draw(mesh, normals)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    files.store_as(out.getvalue(), name)
    return drawn


def draw(mesh: Mesh, normals: NDArray[np.float32]) -> Image.Image:
    """Shade (L) and coverage (A) of a mesh; `normals` (m, 3, 3) are those of the corners of its faces."""
    side = SIZE * _SUPERSAMPLING
    axes = np.stack([_RIGHT, _UP, _BACK])
    seen = mesh.points @ axes.T
    low, high = seen.min(axis=0), seen.max(axis=0)
    scale = side * 0.9 / max(float((high - low)[:2].max()), 1e-6)
    middle = (low + high) / 2
    screen = np.empty_like(seen)
    screen[:, 0] = (seen[:, 0] - middle[0]) * scale + side / 2
    screen[:, 1] = side / 2 - (seen[:, 1] - middle[1]) * scale
    screen[:, 2] = seen[:, 2]
    corners = screen[mesh.faces]
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    facing = np.where(normals @ _BACK < 0, -1.0, 1.0)
    lit = np.clip((normals @ _LIGHT) * facing, 0, 1)
    shade = 0.42 + 0.5 * lit + 0.08 * np.clip(-normals[..., 1] * facing, 0, 1)
    depth = np.full((side, side), -np.inf, dtype=np.float32)
    grey = np.zeros((side, side), dtype=np.float32)
    bounds = np.concatenate([np.floor(corners[..., :2].min(axis=1)), np.ceil(corners[..., :2].max(axis=1))], axis=1)
    bounds = np.clip(bounds, 0, side).astype(int)
    for k in np.flatnonzero(np.abs(area) > 1e-6):
        x0, y0, x1, y1 = bounds[k]
        if x1 <= x0 or y1 <= y0:
            continue
        xs, ys = np.arange(x0, x1) + 0.5, (np.arange(y0, y1) + 0.5)[:, None]
        p, q, r = corners[k]
        u = ((q[0] - xs) * (r[1] - ys) - (q[1] - ys) * (r[0] - xs)) / area[k]
        v = ((r[0] - xs) * (p[1] - ys) - (r[1] - ys) * (p[0] - xs)) / area[k]
        w = 1 - u - v
        z = u * p[2] + v * q[2] + w * r[2]
        window = depth[y0:y1, x0:x1]
        inside = (u >= -1e-4) & (v >= -1e-4) & (w >= -1e-4) & (z > window)
        if inside.any():
            window[inside] = z[inside]
            tone = u * shade[k, 0] + v * shade[k, 1] + w * shade[k, 2]
            grey[y0:y1, x0:x1][inside] = tone[inside]
    cover = np.isfinite(depth)
    edges = _edges(np.where(cover, depth, low[2] - 60), scale)
    grey = np.where(edges & cover, grey * 0.72, grey)
    layers = np.stack([np.clip(grey, 0, 1) * 255, cover * 255], axis=2).astype(np.uint8)
    return Image.fromarray(layers, "LA").resize((SIZE, SIZE), Image.Resampling.BOX)


def _edges(depth: NDArray[np.float32], scale: float) -> NDArray[np.bool_]:
    """Where the depth bends sharply: outlines and creases, for a drawing that reads well when small."""
    bend = np.zeros(depth.shape, dtype=np.float32)
    bend[1:-1] += np.abs(depth[2:] + depth[:-2] - 2 * depth[1:-1])
    bend[:, 1:-1] += np.abs(depth[:, 2:] + depth[:, :-2] - 2 * depth[:, 1:-1])
    edges: NDArray[np.bool_] = bend > 1.4 / max(scale, 1e-6) + 0.25
    return edges


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
