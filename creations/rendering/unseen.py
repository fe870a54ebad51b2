"""Which pieces of a model nobody sees from outside: those that could be of another colour.

The model is drawn from VIEWS directions all around it, without perspective, into buffers that keep whose surface is
nearest; what is nearest nowhere is hidden by the others. A piece that shows through a gap narrower than a pixel may be
missed, so that this is a proposal for a person to judge, and never more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from .materials import material
from .model import Instances, Model
from .raster import DepthBuffer, View

Floats = NDArray[np.floating]
Whole = NDArray[np.int64]

VIEWS = 40
#: A pixel is one LDU, or as much more as makes a view no larger than so many.
MOST_PIXELS = 768
#: Over all views so many pixels have to show a piece; fewer are where two pieces do not meet to the last digit.
LEAST_PIXELS = 6
#: Triangles of a model, beyond which nothing is looked for: some four minutes of work.
MOST_TRIANGLES = 10_000_000
_AT_ONCE = 200_000


def unseen(model: Model, progress: Callable[[float], object] = float) -> Counter[tuple[str, int]] | None:
    """How many pieces of each part in each colour are hidden; None for a model that is too large to look at.

    Clear pieces hide nothing and count as seen. The same model gives the same numbers. `progress` is told the share done.
    """
    opaque = [group for group in model.instances if not material(group.colour).is_clear]
    meshes = [group.mesh.one_sided() for group in opaque]
    if (
        sum(len(mesh.faces) * len(group.transforms) for mesh, group in zip(meshes, opaque, strict=True))
        > MOST_TRIANGLES
    ):
        return None
    corners: list[Floats] = [mesh.points[mesh.faces] for mesh in meshes]
    first = np.cumsum([0, *(len(group.transforms) for group in opaque)])
    pixels: Whole = np.zeros(first[-1], np.int64)
    low, high = _box(opaque, corners)
    for number, view in enumerate(_views(), 1):
        pixels += _shown(view, opaque, corners, first, (low + high) / 2, float(np.linalg.norm(high - low)))
        progress(number / VIEWS)
    hidden: Counter[tuple[str, int]] = Counter()
    for group, start, end in zip(opaque, first[:-1], first[1:], strict=True):
        count = int((pixels[start:end] < LEAST_PIXELS).sum())
        if count:
            hidden[group.part, group.colour] += count
    return hidden


def _views() -> Iterator[View]:
    """Directions spread evenly over the sphere, by the golden angle."""
    for k in range(VIEWS):
        height = 1 - (2 * k + 1) / VIEWS
        yield View(
            azimuth=math.degrees(k * math.pi * (3 - math.sqrt(5))) % 360, elevation=math.degrees(math.asin(height))
        )


def _shown(
    view: View, groups: list[Instances], corners: list[Floats], first: Whole, middle: Floats, across: float
) -> Whole:
    """How many pixels show each piece in a view; `across` is the diameter in LDU that fits."""
    size = min(MOST_PIXELS, math.ceil(across) + 2)
    buffer = DepthBuffer(size, size)
    scale = np.float32(min(1.0, size / max(across, 1.0)))
    turn = view.axes * np.array([[scale], [-scale], [scale]], dtype=np.float32)
    shift = np.array([size / 2, size / 2, 0], dtype=np.float32)
    for group, triangles, start in zip(groups, corners, first[:-1], strict=True):
        matrices = (turn @ group.transforms[:, 3:].reshape(-1, 3, 3)).astype(np.float32)
        places = ((group.transforms[:, :3] - middle) @ turn.T + shift).astype(np.float32)
        step = max(1, _AT_ONCE // len(triangles))
        for begin in range(0, len(matrices), step):
            some = slice(begin, begin + step)
            drawn = np.matmul(triangles, matrices[some, None].transpose(0, 1, 3, 2)) + places[some, None, None]
            numbers = np.repeat(np.arange(start + begin, start + begin + len(drawn)), len(triangles))
            buffer.mark(drawn.reshape(-1, 3, 3), numbers)
    return np.bincount(buffer.part[buffer.cover], minlength=first[-1])


def _box(groups: list[Instances], corners: list[Floats]) -> tuple[Floats, Floats]:
    """The corners of the box around all pieces, each piece by the box of its mesh."""
    low: Floats = np.zeros(3)
    high: Floats = np.zeros(3)
    for number, (group, triangles) in enumerate(zip(groups, corners, strict=True)):
        ends = np.array([triangles.min(axis=(0, 1)), triangles.max(axis=(0, 1))])
        box = np.array([[ends[a, 0], ends[b, 1], ends[c, 2]] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
        points = (
            np.einsum("nij,kj->nki", group.transforms[:, 3:].reshape(-1, 3, 3), box) + group.transforms[:, None, :3]
        )
        least, most = points.min(axis=(0, 1)), points.max(axis=(0, 1))
        low, high = (np.minimum(low, least), np.maximum(high, most)) if number else (least, most)
    return low, high
