"""A model as LDrawLoader reads it without a parts library: one file that holds all its parts, as `packLDrawModel` makes them."""

from __future__ import annotations

from itertools import chain

import numpy as np

from creations import ldraw
from creations.ldraw.colours import table
from creations.ldraw.flatten import flatten
from creations.ldraw.placement_lines import number
from creations.rendering.meshes import CREASE_DEGREES, Mesh, part_mesh

Corner = tuple[float, ...]


def packed_with_parts(document: ldraw.Document, *, lines: bool) -> bytes:
    """The file's text.

    `lines`: also the edges and conditional lines that the library's own files hold. The loader needs them to know which
    edges are sharp: without them it reads less and smooths everything.
    """
    flat = flatten(document)
    text = ["0 FILE model.ldr"]
    for colour in table().values():
        clear = f" ALPHA {colour.alpha}" if colour.alpha < 255 else ""
        text.append(
            f"0 !COLOUR {colour.name.replace(' ', '_')} CODE {colour.code} VALUE #{colour.rgb} EDGE #{colour.edge}{clear}"
        )
    for placed in flat.placed:
        text.append(f"1 {placed.colour} {' '.join(map(number, placed.transform))} {placed.part}.dat")
    for part in sorted({placed.part for placed in flat.placed}):
        text += [f"0 FILE {part}.dat", f"0 {part}", "0 !LDRAW_ORG Part", "0 BFC CERTIFY CW"]
        mesh = part_mesh(part)
        if mesh is None:
            continue
        text += [f"3 16 {_said(corners)}" for corners in mesh.points[mesh.faces].round(2).tolist()]
        if lines:
            sharp, conditional = edges(mesh)
            text += [f"2 24 {_said(corners)}" for corners in sharp] + [
                f"5 24 {_said(corners)}" for corners in conditional
            ]
    return "\n".join(text).encode()


def edges(mesh: Mesh) -> tuple[list[list[Corner]], list[list[Corner]]]:
    """The mesh's edges: sharp ones as two points, and those between faces of one round surface as LDraw's conditional lines,
    with the two faces' other corners as third and fourth point. Edges inside a plane are none.
    """
    points, where = np.unique(mesh.points.round(2), axis=0, return_inverse=True)
    faces = where.reshape(-1)[mesh.faces]
    normals = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    sides: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for face, (a, b, c) in enumerate(faces.tolist()):
        for begin, end, other in ((a, b, c), (b, c, a), (c, a, b)):
            sides.setdefault((min(begin, end), max(begin, end)), []).append((face, other))
    place: list[Corner] = [tuple(point) for point in points.tolist()]
    crease = np.cos(np.radians(CREASE_DEGREES))
    sharp, conditional = [], []
    for (begin, end), meeting in sides.items():
        if len(meeting) == 2:
            (one, first), (two, second) = meeting
            alike = float(normals[one] @ normals[two])
            if alike > 0.9999:
                continue
            if alike > crease:
                conditional.append([place[begin], place[end], place[first], place[second]])
                continue
        sharp.append([place[begin], place[end]])
    return sharp, conditional


def _said(corners: list[Corner]) -> str:
    return " ".join(f"{value:g}" for value in chain.from_iterable(corners))
