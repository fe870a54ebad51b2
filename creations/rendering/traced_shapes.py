"""A model's meshes as Mitsuba's shapes, in space with y up: each mesh once in each of its colours, placed as often as needed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .looks import Looks
from .meshes import Mesh, corner_normals, part_normals
from .model import Instances, Model
from .tracer import mitsuba

Floats = NDArray[np.float32]

#: Half a turn about x: LDraw's y points down.
_UP = np.diag([1.0, -1.0, -1.0])
#: Placements whose matrix makes less than this of a volume are flat and cannot be turned back.
_FLAT = 1e-6


def traced_shapes(model: Model, looks: Looks, *, smooth: bool = True) -> dict[str, Any]:
    """What a scene's dictionary holds of them. What is not `smooth` shows its faces, and is ready sooner."""
    mi = mitsuba()
    found: dict[str, Any] = {}
    own: dict[int, Floats] = {}
    for number, group in enumerate(model.instances):
        mesh, normals = _shaded(group, own) if smooth else (group.mesh.one_sided(), None)
        surface = looks.of(group.colour)
        matrices = group.transforms[:, 3:].reshape(-1, 3, 3)
        flat = np.abs(np.linalg.det(matrices)) < _FLAT
        for row in np.flatnonzero(flat):
            name = f"flat-{number}-{row}"
            corners = mesh.points[mesh.faces] @ matrices[row].T + group.transforms[row, :3]
            found[name] = _mesh(mi, name, *_apart(corners @ _UP), None, surface)
        if flat.all():
            continue
        # Each corner has a normal of its own where there are any.
        points, faces = (mesh.points, mesh.faces) if normals is None else _apart(mesh.points[mesh.faces])
        shape = _mesh(mi, f"{group.part}-{group.colour}", points, faces, normals, surface)
        together = found[f"shape-{number}"] = mi.load_dict({"type": "shapegroup", "shape": shape})
        for row in np.flatnonzero(~flat):
            placed = np.eye(4)
            placed[:3, :3] = _UP @ matrices[row]
            placed[:3, 3] = _UP @ group.transforms[row, :3]
            found[f"placed-{number}-{row}"] = {
                "type": "instance",
                "to_world": mi.ScalarTransform4f(placed),
                "shapegroup": together,
            }
    return found


def outline(model: Model) -> NDArray[np.float64]:
    """Points (n, 3) of the model, y up, that lie as far out in every direction as any."""
    found = [np.empty((0, 3))]
    ends: dict[int, Floats] = {}
    for group in model.instances:
        points = ends.setdefault(id(group.mesh), _ends(group.mesh))
        matrices = group.transforms[:, 3:].reshape(-1, 3, 3)
        placed = np.einsum("nij,kj->nki", matrices, points) + group.transforms[:, None, :3]
        found.append(placed.reshape(-1, 3) @ _UP)
    return np.concatenate(found)


def _ends(mesh: Mesh) -> Floats:
    """The mesh's farthest points in 26 directions."""
    ways = np.array([way for way in np.ndindex(3, 3, 3) if way != (1, 1, 1)], dtype=np.float32) - 1
    far: Floats = mesh.points[np.unique((mesh.points @ ways.T).argmax(axis=0))]
    return far


def _shaded(group: Instances, own: dict[int, Floats]) -> tuple[Mesh, Floats]:
    """The mesh without second sides, and the normals of its corners. `own` keeps those of files' own meshes."""
    if group.mesh.frame:
        normals = part_normals(group.part)
        if normals is not None and len(normals) == len(group.mesh.faces):
            return group.mesh, normals
    mesh = group.mesh.one_sided()
    if id(group.mesh) not in own:
        own[id(group.mesh)] = corner_normals(mesh)
    return mesh, own[id(group.mesh)]


def _apart(corners: NDArray[Any]) -> tuple[Floats, NDArray[Any]]:
    """Corners (n, 3, 3) as points that no two faces share, and the faces."""
    return corners.reshape(-1, 3).astype(np.float32), np.arange(len(corners) * 3).reshape(-1, 3)


def _mesh(mi: Any, name: str, points: Floats, faces: NDArray[Any], normals: Floats | None, surface: Any) -> Any:
    properties = mi.Properties()
    properties["bsdf"] = surface
    mesh = mi.Mesh(name, len(points), len(faces), has_vertex_normals=normals is not None, props=properties)
    parameters = mi.traverse(mesh)
    parameters["vertex_positions"] = np.ravel(points)
    if normals is not None:
        parameters["vertex_normals"] = np.ravel(normals).astype(np.float32)
    parameters["faces"] = np.ravel(faces).astype(np.uint32)
    parameters.update()
    return mesh
