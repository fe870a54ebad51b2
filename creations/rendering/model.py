"""A revision's model made ready to draw: every mesh once, and where its instances stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..catalog import library
from ..ldraw.build_plan import BuildPlan
from ..ldraw.colours import INHERIT
from ..ldraw.document import Document
from ..ldraw.flatten import flatten
from ..ldraw.geometry import Faces, custom_faces, own_faces
from ..ldraw.limits import Limits
from ..ldraw.primitive_shapes import Triangle
from ..ldraw.structure import structure
from .meshes import Mesh, part_mesh

#: A part nobody has a mesh of is drawn as a box of its known bounds, or of one stud.
_STUD_BOX = (-10.0, 0.0, -10.0, 10.0, 24.0, 10.0)


@dataclass(slots=True)
class Instances:
    """One mesh in one colour, many times: `transforms` (n, 12) as in LDraw lines, `steps` (n,)."""

    part: str
    colour: int
    mesh: Mesh
    transforms: NDArray[np.float64]
    steps: NDArray[np.int32]
    paths: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Model:
    """All that is drawn, in LDU, y down. `steps` is the number of building steps."""

    instances: list[Instances]
    steps: int


def load(document: Document, limits: Limits, plan: BuildPlan | None = None) -> Model:
    """The drawable model of a document, with the steps of a plan if one is given. Raises LDrawError as `flatten` does."""
    shape = structure(document, limits)
    flat = flatten(document, limits, shape)
    if plan is not None:
        flat.placed = [replace(placed, step=step) for placed, step in zip(flat.placed, plan.placed, strict=True)]
        flat.drawn = [replace(drawn, step=step) for drawn, step in zip(flat.drawn, plan.drawn, strict=True)]
        flat.steps = max(1, len(plan.steps))
    groups: dict[tuple[str, int, bool], list[tuple[tuple[float, ...], int, str]]] = defaultdict(list)
    for placed in flat.placed:
        key = (placed.name if placed.custom else placed.part, placed.colour, placed.custom)
        groups[key].append((placed.transform, placed.step, placed.path))
    found: list[Instances] = []
    customs: dict[str, dict[int, Mesh]] = {}
    for (name, colour, custom), rows in groups.items():
        if custom:
            if name not in customs:
                customs[name] = meshes_by_colour(custom_faces(shape, name, library_triangles))
            meshes = customs[name]
        else:
            meshes = {INHERIT: part_mesh(name) or box_mesh(name)}
        label = name.removesuffix(".dat") if custom else name
        found += [_instances(label, own, colour, mesh, rows) for own, mesh in meshes.items()]
    drawn: dict[tuple[str, int], list[tuple[tuple[float, ...], int, str]]] = defaultdict(list)
    for item in flat.drawn:
        drawn[item.file, item.colour].append((item.transform, item.step, ""))
    for (name, colour), rows in drawn.items():
        for own, mesh in meshes_by_colour(own_faces(shape, name, library_triangles)).items():
            found.append(_instances(name, own, colour, mesh, rows))
    return Model(found, flat.steps)


def _instances(
    part: str, own: int, colour: int, mesh: Mesh, rows: list[tuple[tuple[float, ...], int, str]]
) -> Instances:
    return Instances(
        part=part,
        colour=colour if own == INHERIT else own,
        mesh=mesh,
        transforms=np.array([row[0] for row in rows], dtype=np.float64),
        steps=np.array([row[1] for row in rows], dtype=np.int32),
        paths=[row[2] for row in rows],
    )


def meshes_by_colour(faces: Faces) -> dict[int, Mesh]:
    """Meshes of what a file draws, by colour."""
    return {colour: _mesh(triangles) for colour, triangles in faces.items() if triangles}


def _mesh(triangles: list[Triangle]) -> Mesh:
    points = np.array(triangles, dtype=np.float32).reshape(-1, 3)
    unique, where = np.unique(points, axis=0, return_inverse=True)
    faces = where.reshape(-1, 3).astype(np.int32)
    # Both sides: files from elsewhere often do not say which way their faces look.
    return Mesh(unique, np.concatenate([faces, faces[:, ::-1]]))


def library_triangles(part: str) -> list[Triangle]:
    """The triangles of a library part, for files that are built on it."""
    mesh = part_mesh(part)
    if mesh is None:
        return []
    return [tuple(map(tuple, corner)) for corner in mesh.points[mesh.faces].tolist()]  # type: ignore[misc]


def box_mesh(part: str) -> Mesh:
    """A box of the size the library knows of a part without a mesh, or of a 1x1 brick."""
    x0, y0, z0, x1, y1, z1 = library.bounds().get(part, _STUD_BOX)
    points = np.array([(x, y, z) for x in (x0, x1) for y in (y0, y1) for z in (z0, z1)], dtype=np.float32)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [(a, b, c) for a, b, c, _ in quads] + [(a, c, d) for a, _, c, d in quads]
    return Mesh(points, np.array(faces, dtype=np.int32))
