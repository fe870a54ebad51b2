"""A model's first picture: what is seen of it from outside, and nothing else."""

from __future__ import annotations

import numpy as np

from creations import ldraw
from creations.demo import designs
from creations.rendering.meshes import Mesh, part_mesh
from creations.rendering.model import load
from creations.rendering.scene_pack import scene_pack
from creations.rendering.simplifying import simplified
from creations.rendering.sketch import sketch

from .test_rendering import glb


def drawn(document: ldraw.Document | str):
    if isinstance(document, str):
        document = ldraw.read(document.encode())
    return sketch(load(document, ldraw.Limits()))


def places(found) -> np.ndarray:
    return found.positions * found.unit + np.array(found.low)


def test_a_brick_keeps_its_size_and_looks_outwards():
    found = drawn("1 4 100 0 0 1 0 0 0 1 0 0 0 1 3001.dat")
    points = places(found)
    mesh = part_mesh("3001")
    assert np.allclose(points.min(axis=0), mesh.points.min(axis=0) + (100, 0, 0), atol=1)
    assert np.allclose(points.max(axis=0), mesh.points.max(axis=0) + (100, 0, 0), atol=1)
    a, b, c = (points[found.faces[:, k]] for k in range(3))
    turned = np.cross(b - a, c - a)
    normals = found.normals[found.faces].mean(axis=1)
    assert (np.einsum("ij,ij->i", turned, normals) > 0).mean() > 0.99
    sides = (np.abs(a[:, 0] - points[:, 0].max()) < 0.5) & (np.abs(turned[:, 0]) > np.abs(turned[:, 1:]).max(axis=1))
    assert sides.any() and (turned[sides, 0] > 0).all()


def test_what_is_inside_is_left_out():
    """A red brick in a closed box of black ones, fine enough that the model is looked at."""
    wall = [
        f"1 0 {20 * x} {24 * y} {20 * z} 1 0 0 0 1 0 0 0 1 3005.dat"
        for x in range(-4, 5) for y in range(-4, 5) for z in range(-4, 5) if max(abs(x), abs(y), abs(z)) == 4
    ]  # fmt: skip
    inside = "1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat"
    alone = drawn(inside)
    found = drawn("\n".join([*wall, inside]))
    # Between bricks are gaps of half an LDU, through which a ray may find its way.
    codes = np.array(found.palette)[found.colours][found.faces[:, 0]]
    assert (codes == 4).sum() < len(alone.faces) / 10
    assert len(found.faces) < sum(len(part_mesh("3005").faces) for _ in wall) / 2


def test_mirrored_parts_are_not_turned_inside_out():
    found = drawn("1 4 0 0 0 -1 0 0 0 1 0 0 0 1 3001.dat")
    points = places(found)
    a, b, c = (points[found.faces[:, k]] for k in range(3))
    normals = found.normals[found.faces].mean(axis=1)
    assert (np.einsum("ij,ij->i", np.cross(b - a, c - a), normals) > 0).mean() > 0.99


def test_what_is_clear_comes_last_and_hides_nothing():
    brick = "1 {} {} 0 0 1 0 0 0 1 0 0 0 1 3001.dat"
    found = drawn("\n".join(brick.format(*row) for row in ((47, 0), (4, 200))))
    codes = np.array(found.palette)[found.colours][found.faces]
    assert 0 < found.solid < len(found.faces)
    assert (codes[: found.solid] == 4).all() and (codes[found.solid :] == 47).all()


def test_nothing_to_draw_is_no_sketch_and_no_error():
    assert drawn("0 nothing") is None
    assert "sketch" not in glb(scene_pack(load(ldraw.read(b"0 nothing"), ldraw.Limits())))["asset"]["extras"]


def test_the_sketch_comes_first_in_a_pack():
    scene = glb(scene_pack(load(designs.moon_base(), ldraw.Limits())))
    facts = scene["asset"]["extras"]["sketch"]
    assert scene["bufferViews"][facts["bufferView"]]["byteOffset"] == 0
    assert max(facts["materials"]) < len(scene["materials"])


def test_simpler_meshes_keep_their_shape():
    for part in ("3001", "3062b", "13731", "3626c"):
        mesh = part_mesh(part)
        lighter = simplified(mesh, 1.0)
        used = lighter.points[np.unique(lighter.faces)]
        assert len(lighter.faces) <= len(mesh.faces)
        assert np.allclose(used.min(axis=0), mesh.points.min(axis=0), atol=1.5)
        assert np.allclose(used.max(axis=0), mesh.points.max(axis=0), atol=1.5)
    assert len(simplified(part_mesh("3001"), 2.0).faces) < len(part_mesh("3001").faces) / 2


def test_meshes_that_cannot_be_simpler_stay():
    flat = Mesh(np.zeros((3, 3), dtype=np.float32), np.array([[0, 1, 2]], dtype=np.int32))
    assert simplified(flat, 1.0) is flat
    both = Mesh(np.eye(3, dtype=np.float32), np.array([[0, 1, 2], [2, 1, 0]], dtype=np.int32))
    assert both.is_two_sided and simplified(both, 1.0) is both
