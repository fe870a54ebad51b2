"""Meshes with fewer faces, for where they are seen from afar. The work is pyfqmr's, by Garland and Heckbert's quadrics."""

from __future__ import annotations

import numpy as np
import pyfqmr
from numpy.typing import NDArray

from .meshes import Mesh

#: It looks at all edges so many times, ever less strictly.
_ROUNDS, _GROWTH, _START = 30, 3, 3
#: Of a mesh's shadow so much stays when it is made simpler, or faces were lost.
_LEAST_SHADOW = 0.9


def simplified(mesh: Mesh, error: float) -> Mesh:
    """The mesh with fewer faces, its surface off by about `error` LDU at most.

    A file's own meshes are left alone: they are a few, and one for each colour, whose seams would open.
    """
    if mesh.is_two_sided:
        return mesh
    points, where = np.unique(np.round(mesh.points, 2), axis=0, return_inverse=True)
    faces = where.reshape(-1)[mesh.faces]
    faces = faces[(faces != np.roll(faces, 1, axis=1)).all(axis=1)]
    if len(faces) == 0:
        return mesh
    work = pyfqmr.Simplify()
    work.setMesh(points.astype(np.float64), faces.astype(np.int32))
    # It lets an edge go when its error, squared, is below alpha (round + K) ^ aggressiveness: the last is ours.
    work.simplify_mesh(
        target_count=0, max_iterations=_ROUNDS, update_rate=3, aggressiveness=_GROWTH, K=_START,
        alpha=error**2 / (_ROUNDS + _START) ** _GROWTH, preserve_border=False, verbose=False,
    )  # fmt: skip
    points, faces, _normals = work.getMesh()
    lighter = Mesh(points.astype(np.float32), faces.astype(np.int32))
    # Now and then it tears a hole; the shadows on the three planes tell.
    return mesh if (_shadows(lighter) < _LEAST_SHADOW * _shadows(mesh)).any() else lighter


def _shadows(mesh: Mesh) -> NDArray[np.float32]:
    """The areas (3,) of all faces as they look along x, y and z."""
    corners = mesh.points[mesh.faces]
    found: NDArray[np.float32] = np.abs(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])).sum(
        axis=0
    )
    return found
