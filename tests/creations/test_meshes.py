"""The library's meshes have no holes and no flipped faces where it is known of them: see `prosum catalog meshes`."""

from __future__ import annotations

import numpy as np
import pytest

from creations.catalog import library
from creations.rendering.mending import faults, mended
from creations.rendering.mesh_check import broken_meshes
from creations.rendering.meshes import part_mesh

#: A cube of two units, its faces with the clock as the library's.
CORNERS = np.array([(x, y, z) for x in (0, 2) for y in (0, 2) for z in (0, 2)], dtype=np.float32)
QUADS = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
CUBE = np.array([f for a, b, c, d in QUADS for f in ((a, b, c), (a, c, d))], dtype=np.int32)


def volume(points, faces):
    corners = points[faces].astype(float)
    return float(np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6)


def test_a_missing_triangle_of_a_flat_face_is_filled():
    broken = CUBE[1:]
    assert len(faults(CORNERS, broken).holes) == 1
    whole = mended(CORNERS, broken)
    assert volume(CORNERS, whole) == pytest.approx(volume(CORNERS, CUBE)) and not faults(CORNERS, whole)


def test_a_flipped_face_is_turned():
    broken = CUBE.copy()
    broken[5] = broken[5, ::-1]
    assert faults(CORNERS, broken).flipped == [5]
    assert volume(CORNERS, mended(CORNERS, broken)) == pytest.approx(volume(CORNERS, CUBE))


def test_openings_that_are_meant_stay_open():
    assert not faults(CORNERS, CUBE[2:]), "a box without a lid: no neighbour lies in the lid's plane"
    assert not faults(CORNERS * 10, CUBE[1:]), "and nothing as large as that is a slip"


@pytest.mark.parametrize("part", ["3003", "3022"])
def test_all_studs_have_their_tops(part):
    mesh = part_mesh(part)
    corners = mesh.points[mesh.faces]
    top = np.abs(corners[..., 1] - mesh.points[:, 1].min()).max(axis=1) < 0.1
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    middles = corners.mean(axis=1)
    each = [
        areas[top & (np.sign(middles[:, 0]) == x) & (np.sign(middles[:, 2]) == z)].sum()
        for x in (-1, 1)
        for z in (-1, 1)
    ]
    assert min(each) > 100 and max(each) - min(each) < 2, "four discs of a radius of six"


def test_what_is_known_to_be_broken_is_mended_and_nothing_else_is_broken():
    """A sample; `prosum catalog meshes` looks at all of them."""
    listed = sorted(library.broken())
    for part in listed[:: len(listed) // 20]:
        mesh = part_mesh(part)
        assert not faults(mesh.points, mesh.faces), part
    popular = sorted(library.drawable(), key=library.popularity, reverse=True)[:40]
    found = broken_meshes([*popular, *listed[:: len(listed) // 10]])
    assert {part for part in popular if part in library.broken()} <= found.keys()
    assert found.keys() <= library.broken()


def test_the_meshes_were_checked_for_the_library_in_use():
    assert library.broken_as_of() == library.version(), "run `prosum catalog meshes --write`"
