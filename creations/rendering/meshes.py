"""Triangle meshes of parts: the library's, and those a file defines itself. Arrays are float32 LDU and int32 indices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import DracoPy
import numpy as np
from numpy.typing import NDArray

from ..catalog import library
from .mending import mended

Points = NDArray[np.float32]
Faces = NDArray[np.int32]

#: Faces that meet at a smaller angle than this are shaded as one round surface.
CREASE_DEGREES = 32.0


@dataclass(slots=True)
class Mesh:
    """`points` (n, 3), `faces` (m, 3). `frame` is the Draco frame it came from, if it came from one."""

    points: Points
    faces: Faces
    frame: bytes = field(default=b"", repr=False)

    def draco(self) -> bytes:
        """The mesh as a Draco frame."""
        if self.frame:
            return self.frame
        encoded: bytes = DracoPy.encode(self.points, self.faces, quantization_bits=14, compression_level=7)
        return encoded

    @property
    def is_two_sided(self) -> bool:
        """Whether it holds each face twice, once for a side, as a file's own meshes do."""
        half = len(self.faces) // 2
        return half > 0 and np.array_equal(self.faces[half:], self.faces[:half, ::-1])

    def one_sided(self) -> Mesh:
        """The mesh with one side of each face, for those that draw both."""
        return Mesh(self.points, self.faces[: len(self.faces) // 2]) if self.is_two_sided else self


@lru_cache(maxsize=4096)
def part_mesh(part: str) -> Mesh | None:
    """The library's mesh of a part, mended where it is known to be broken, or None."""
    mesh = decoded(library.draco_frame(part) or b"")
    if mesh is None or part not in library.broken():
        return mesh
    # Through a frame again, so that browsers get the very points and faces that are drawn here.
    return decoded(Mesh(mesh.points, mended(mesh.points, mesh.faces)).draco())


def decoded(frame: bytes) -> Mesh | None:
    """The mesh in a Draco frame; None when it holds no faces, or when there is no frame."""
    if not frame:
        return None
    held = DracoPy.decode(frame)
    points = np.ascontiguousarray(held.points, dtype=np.float32).reshape(-1, 3)
    faces = np.ascontiguousarray(held.faces, dtype=np.int32).reshape(-1, 3)
    return Mesh(points, faces, frame) if len(faces) else None


def corner_normals(mesh: Mesh) -> NDArray[np.float32]:
    """Unit normals (m, 3, 3), one for each corner of each face.

    A corner's normal is the mean of the normals of the faces around its point that meet its own face at less than the
    crease angle, weighted by their areas: round things look round and edges stay sharp.
    """
    corners = mesh.points[mesh.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    units = normals / np.maximum(lengths, 1e-12)
    # Points in the same place are one point here, whatever their indices say.
    _, where = np.unique(np.round(mesh.points * 50).astype(np.int64), axis=0, return_inverse=True)
    point_of = where.reshape(-1)[mesh.faces].reshape(-1)
    face_of = np.repeat(np.arange(len(mesh.faces)), 3)
    order = np.argsort(point_of, kind="stable")
    sorted_points = point_of[order]
    starts = np.flatnonzero(np.r_[True, sorted_points[1:] != sorted_points[:-1]])
    counts = np.diff(np.r_[starts, len(order)])
    # All ordered pairs of corners that share a point, flattened: for each corner the whole of its point's group.
    group_of = np.repeat(np.arange(len(starts)), counts)
    repeats = counts[group_of]
    left = np.repeat(order, repeats)
    offsets = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    right = order[np.repeat(starts[group_of], repeats) + offsets]
    near = np.einsum("ij,ij->i", units[face_of[left]], units[face_of[right]]) > np.cos(np.radians(CREASE_DEGREES))
    summed = np.zeros((len(face_of), 3))
    for axis in range(3):
        summed[:, axis] = np.bincount(left[near], normals[face_of[right[near]], axis], minlength=len(face_of))
    summed /= np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12)
    return summed.reshape(-1, 3, 3).astype(np.float32)


@lru_cache(maxsize=512)
def part_normals(part: str) -> NDArray[np.float32] | None:
    """`corner_normals` of a part of the library, or None when it has no mesh."""
    mesh = part_mesh(part)
    return corner_normals(mesh) if mesh is not None else None
