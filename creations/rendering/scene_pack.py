"""A model as one self-contained glTF file for the browser.

Every mesh is stored once, as the Draco frame the parts library ships; a part in several colours shares it. Instances are
`EXT_mesh_gpu_instancing` with the building step of each in the attribute `_STEP`; the few placements whose matrix bends
the part, which translation, rotation and scale cannot say, are plain nodes. The root node turns LDU with y down into
metres with y up, so any glTF viewer shows the model at its real size.

`asset.extras.sketch` tells where the model's sketch lies (`sketch.py`), which our viewer draws first and others leave alone:
`bufferView`, `low` and `unit` of its positions in LDU, the numbers of its `vertices`, `faces` and opaque ones (`solid`), and the
`materials` that its colours count.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .materials import Material, material
from .meshes import Mesh
from .model import Instances, Model
from .sketch import sketch

#: Metres of one LDU, and the half turn about x that puts y up.
LDU = 0.0004
_ROOT = [LDU, 0, 0, 0, 0, -LDU, 0, 0, 0, 0, -LDU, 0, 0, 0, 0, 1]

_FLOAT, _UNSIGNED_SHORT, _UNSIGNED_INT, _SHORT = 5126, 5123, 5125, 5122


def scene_pack(model: Model, *, sketched: bool = True) -> bytes:
    """The .glb of a model. `asset.extras.steps` is the number of building steps.

    The sketch takes seconds for a model of a thousand parts: pages that show parts of it at first do without.
    """
    return _Pack(model).packed(sketched=sketched)


class _Pack:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.buffer = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []
        self.meshes: list[dict[str, Any]] = []
        self.materials: list[dict[str, Any]] = []
        self.nodes: list[dict[str, Any]] = [{"name": "model", "matrix": _ROOT, "children": []}]
        self._frames: dict[int, tuple[int, int, int]] = {}
        self._materials: dict[int, int] = {}

    def packed(self, *, sketched: bool) -> bytes:
        extras: dict[str, Any] = {"steps": self.model.steps}
        # First, so that it can be drawn while the rest is on its way.
        if sketched:
            self._add_sketch(extras)
        for group in self.model.instances:
            self._add(group)
        self.nodes[0]["children"] = list(range(1, len(self.nodes)))
        content: dict[str, Any] = {
            "asset": {
                "version": "2.0",
                "generator": "Prosum",
                "copyright": "Part geometry: LDraw.org Parts Library, CC BY 2.0 and CC BY 4.0",
                "extras": extras,
            },
            "extensionsUsed": ["EXT_mesh_gpu_instancing", "KHR_draco_mesh_compression"],
            "extensionsRequired": ["EXT_mesh_gpu_instancing", "KHR_draco_mesh_compression"],
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": self.nodes,
            "meshes": self.meshes,
            "materials": self.materials,
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": [{"byteLength": len(self.buffer)}],
        }
        text = json.dumps(content, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        body = bytes(self.buffer) + b"\0" * (-len(self.buffer) % 4)
        length = 12 + 8 + len(text) + 8 + len(body)
        return b"".join(
            [
                struct.pack("<4sII", b"glTF", 2, length),
                struct.pack("<I4s", len(text), b"JSON"),
                text,
                struct.pack("<I4s", len(body), b"BIN\0"),
                body,
            ]
        )

    def _view(self, data: bytes) -> int:
        self.buffer.extend(b"\0" * (-len(self.buffer) % 4))
        self.views.append({"buffer": 0, "byteOffset": len(self.buffer), "byteLength": len(data)})
        self.buffer.extend(data)
        return len(self.views) - 1

    def _accessor(self, data: NDArray[Any], component: int, kind: str, **more: Any) -> int:
        view = self._view(data.tobytes())
        self.accessors.append(
            {"bufferView": view, "componentType": component, "count": len(data), "type": kind, **more}
        )
        return len(self.accessors) - 1

    def _mesh(self, mesh: Mesh, colour: int, name: str) -> int:
        """A mesh entry in one colour; its Draco frame and accessors are shared by all colours."""
        key = id(mesh)
        if key not in self._frames:
            view = self._view(mesh.draco())
            low, high = mesh.points.min(axis=0), mesh.points.max(axis=0)
            bounds = {"min": [float(v) for v in low], "max": [float(v) for v in high]}
            self.accessors.append({"componentType": _FLOAT, "count": len(mesh.points), "type": "VEC3", **bounds})
            self.accessors.append({"componentType": _UNSIGNED_INT, "count": mesh.faces.size, "type": "SCALAR"})
            self._frames[key] = (view, len(self.accessors) - 2, len(self.accessors) - 1)
        view, points, faces = self._frames[key]
        draco = {"bufferView": view, "attributes": {"POSITION": 0}}
        primitive = {
            "attributes": {"POSITION": points},
            "indices": faces,
            "material": self._material(colour),
            "extensions": {"KHR_draco_mesh_compression": draco},
        }
        self.meshes.append({"name": name, "primitives": [primitive]})
        return len(self.meshes) - 1

    def _material(self, colour: int) -> int:
        if colour not in self._materials:
            self._materials[colour] = len(self.materials)
            self.materials.append(_gltf_material(material(colour)))
        return self._materials[colour]

    def _add(self, group: Instances) -> None:
        mesh = self._mesh(group.mesh, group.colour, f"{group.part}:{group.colour}")
        extras = {"part": group.part, "colour": group.colour}
        places, turns, scales, straight = decompose(group.transforms)
        if straight.any():
            attributes = {
                "TRANSLATION": self._accessor(places[straight].astype("<f4"), _FLOAT, "VEC3"),
                "_STEP": self._accessor(_padded(group.steps[straight]), _UNSIGNED_SHORT, "SCALAR"),
            }
            self.accessors[-1]["count"] = int(straight.sum())
            if np.abs(turns[straight] - (0, 0, 0, 1)).max() > 1e-6:
                packed = np.round(turns[straight] * 32767).astype("<i2")
                attributes["ROTATION"] = self._accessor(packed, _SHORT, "VEC4", normalized=True)
            if np.abs(scales[straight] - 1).max() > 1e-4:
                attributes["SCALE"] = self._accessor(scales[straight].astype("<f4"), _FLOAT, "VEC3")
            instancing = {"EXT_mesh_gpu_instancing": {"attributes": attributes}}
            self.nodes.append({"mesh": mesh, "extras": extras, "extensions": instancing})
        for row in np.flatnonzero(~straight):
            x, y, z, a, b, c, d, e, f, g, h, i = (float(v) for v in group.transforms[row])
            matrix = [a, d, g, 0, b, e, h, 0, c, f, i, 0, x, y, z, 1]
            self.nodes.append({"mesh": mesh, "matrix": matrix, "extras": {**extras, "step": int(group.steps[row])}})

    def _add_sketch(self, extras: dict[str, Any]) -> None:
        found = sketch(self.model)
        if found is not None:
            extras["sketch"] = {
                "bufferView": self._view(found.packed()),
                "vertices": len(found.positions),
                "faces": len(found.faces),
                "solid": found.solid,
                "low": found.low,
                "unit": found.unit,
                "materials": [self._material(colour) for colour in found.palette],
            }


def _padded(steps: NDArray[np.int32]) -> NDArray[np.uint16]:
    """Steps as shorts, an even number of them so that the next view is aligned."""
    short = np.minimum(steps, 65535).astype("<u2")
    return np.append(short, np.uint16(0)) if len(short) % 2 else short


def decompose(
    transforms: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Translations (n, 3), unit quaternions x y z w (n, 4), scales (n, 3), and which rows these three say exactly.

    A mirrored matrix has a negative x scale; a bent one cannot be said and is marked False.
    """
    places = transforms[:, :3]
    matrices = transforms[:, 3:].reshape(-1, 3, 3)
    scales = np.linalg.norm(matrices, axis=1)
    mirrored = np.linalg.det(matrices) < 0
    scales[:, 0] = np.where(mirrored, -scales[:, 0], scales[:, 0])
    safe = np.where(np.abs(scales) < 1e-9, 1.0, scales)
    rotations = matrices / safe[:, None, :]
    error = np.abs(np.einsum("nij,nik->njk", rotations, rotations) - np.eye(3)).max(axis=(1, 2))
    straight = (error < 5e-3) & (np.abs(scales) > 1e-9).all(axis=1)
    return places, _quaternions(rotations), scales, straight


def _quaternions(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit quaternions of rotation matrices, by the largest of the four components (Shepperd's method)."""
    m = matrices
    trace = m[:, 0, 0] + m[:, 1, 1] + m[:, 2, 2]
    squared = np.stack([m[:, 0, 0] * 2 - trace, m[:, 1, 1] * 2 - trace, m[:, 2, 2] * 2 - trace, trace], axis=1)
    best = squared.argmax(axis=1)
    found = np.empty((len(m), 4))
    for which in range(4):
        rows = best == which
        r = m[rows]
        if which == 3:
            found[rows] = np.stack(
                [r[:, 2, 1] - r[:, 1, 2], r[:, 0, 2] - r[:, 2, 0], r[:, 1, 0] - r[:, 0, 1], 1 + trace[rows]], axis=1
            )
        else:
            i, j, k = which, (which + 1) % 3, (which + 2) % 3
            quaternion = np.empty((len(r), 4))
            quaternion[:, i] = 1 + r[:, i, i] - r[:, j, j] - r[:, k, k]
            quaternion[:, j] = r[:, j, i] + r[:, i, j]
            quaternion[:, k] = r[:, k, i] + r[:, i, k]
            quaternion[:, 3] = r[:, k, j] - r[:, j, k]
            found[rows] = quaternion
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
    return found


def _gltf_material(look: Material) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": look.name,
        "pbrMetallicRoughness": {
            "baseColorFactor": [*(round(v, 4) for v in look.rgb), round(look.alpha, 3)],
            "metallicFactor": look.metalness,
            "roughnessFactor": look.roughness,
        },
        "doubleSided": True,  # the library's faces are wound clockwise
    }
    if look.alpha < 1:
        entry["alphaMode"] = "BLEND"
    if look.luminance:
        entry["emissiveFactor"] = [round(v * look.luminance * 4, 4) for v in look.rgb]
    return entry
