"""Files' own pictures on surfaces: `0 !TEXMAP` with pictures in `0 !DATA`."""

from __future__ import annotations

import base64
import io
import time
import zlib

import pytest
from PIL import Image

from creations import ldraw
from creations.ldraw.colours import DIRECT
from creations.ldraw.geometry import custom_faces, own_faces
from creations.ldraw.prints import undrawn
from creations.ldraw.structure import structure

RED, BLUE, GREEN, YELLOW = ((200, 0, 0), (0, 0, 200), (0, 160, 0), (220, 200, 0))
QUAD = "4 16 -20 0 20 20 0 20 20 0 -20 -20 0 -20"
#: Seen from above with the front below, the picture stands upright on the square.
PLANAR = "PLANAR -20 0 20 20 0 20 -20 0 -20"


def code(rgb):
    return DIRECT + int.from_bytes(bytes(rgb), "big")


def png(*rows):
    """A picture of these rows of pixels, each (r, g, b) or None where it is transparent."""
    image = Image.new("RGBA", (len(rows[0]), len(rows)))
    image.putdata([(*pixel, 255) if pixel else (0, 0, 0, 0) for row in rows for pixel in row])
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def document(lines, picture=None, *more):
    """A model of the part `own.dat` with these lines, and the picture `p.png` if there is one."""
    files = [
        "0 FILE m.ldr",
        "1 4 0 0 0 1 0 0 0 1 0 0 0 1 own.dat",
        "0 FILE own.dat",
        "0 !LDRAW_ORG Part",
        *lines,
        *more,
    ]
    if picture is not None:
        text = base64.b64encode(picture).decode()
        files += ["0 !DATA p.png", *(f"0 !: {text[k : k + 60]}" for k in range(0, len(text), 60))]
    return structure(ldraw.read("\n".join(files).encode()))


def drawn(shape):
    return {
        colour: triangles for colour, triangles in custom_faces(shape, "own.dat", lambda part: []).items() if triangles
    }


def area(triangles):
    total = 0.0
    for a, b, c in triangles:
        u, v = [q - p for p, q in zip(a, b, strict=True)], [q - p for p, q in zip(a, c, strict=True)]
        cross = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
        total += sum(value * value for value in cross) ** 0.5 / 2
    return total


def middle(triangles):
    corners = [corner for triangle in triangles for corner in triangle]
    return [sum(corner[axis] for corner in corners) / len(corners) for axis in range(3)]


def test_a_picture_stands_upright_on_its_plane():
    faces = drawn(
        document([f"0 !TEXMAP START {PLANAR} p.png", QUAD, "0 !TEXMAP END"], png((RED, BLUE), (GREEN, YELLOW)))
    )
    assert faces.keys() == {code(rgb) for rgb in (RED, BLUE, GREEN, YELLOW)}
    assert all(area(triangles) == pytest.approx(400) for triangles in faces.values())
    for rgb, side in ((RED, (-1, 1)), (BLUE, (1, 1)), (GREEN, (-1, -1)), (YELLOW, (1, -1))):
        x, _, z = middle(faces[code(rgb)])
        assert (x * side[0] > 5, z * side[1] > 5) == (True, True), "upper left, upper right, lower left, lower right"


def test_beside_a_picture_and_where_it_is_transparent_the_part_has_its_own_colour():
    wide = "4 16 -40 0 40 40 0 40 40 0 -40 -40 0 -40"
    faces = drawn(document([f"0 !TEXMAP START {PLANAR} p.png", wide, "0 !TEXMAP END"], png((RED, None))))
    assert area(faces[code(RED)]) == pytest.approx(800) and area(faces[16]) == pytest.approx(6400 - 800)


def test_a_picture_goes_round_a_cylinder():
    """Half round, from the left to the right of somebody who stands in front."""
    lines = [
        "0 !TEXMAP START CYLINDRICAL 0 0 0 0 -40 0 0 -40 -20 180 p.png",
        "1 16 0 -40 0 20 0 0 0 40 0 0 0 20 4-4cyli.dat",
        "0 !TEXMAP END",
    ]
    faces = drawn(document(lines, png((RED, BLUE), (GREEN, YELLOW))))
    x, y, z = middle(faces[code(RED)])
    assert x < -5 and y < -20 and z < -5, "the upper left of the picture: left, above, in front"
    x, y, z = middle(faces[code(YELLOW)])
    assert x > 5 and y > -20 and z < -5
    assert middle(faces[16])[2] > 5, "the rest of it is behind"


def test_a_picture_that_goes_all_the_way_round_leaves_nothing_out():
    lines = [
        "0 !TEXMAP START CYLINDRICAL 0 0 0 0 -40 0 0 -40 -20 360 p.png",
        "1 16 0 -40 0 20 0 0 0 40 0 0 0 20 4-4cyli.dat",
        "0 !TEXMAP END",
    ]
    faces = drawn(document(lines, png((RED, BLUE))))
    assert area(faces[code(RED)]) == pytest.approx(area(faces[code(BLUE)])) and not faces.get(16)


def test_a_picture_lies_on_a_ball():
    around = ["4 16 -10 10 -17 10 10 -17 10 -10 -17 -10 -10 -17", "4 16 -10 10 17 10 10 17 10 -10 17 -10 -10 17"]
    lines = ["0 !TEXMAP START SPHERICAL 0 0 0 0 0 -20 20 0 0 120 120 p.png", *around, "0 !TEXMAP END"]
    faces = drawn(document(lines, png((RED, BLUE), (GREEN, YELLOW))))
    x, y, z = middle(faces[code(RED)])
    assert x < 0 and y < 0 and z == pytest.approx(-17)
    x, y, z = middle(faces[code(YELLOW)])
    assert x > 0 and y > 0 and z == pytest.approx(-17)
    assert {corner[2] for triangle in faces[16] for corner in triangle} == {17.0}, "behind there is nothing of it"


FALLBACK = [
    f"0 !TEXMAP START {PLANAR} p.png", f"0 !: {QUAD}", "0 !TEXMAP FALLBACK", "3 1 0 0 0 1 0 0 0 0 1", "0 !TEXMAP END",
    "3 2 0 0 0 1 0 0 0 0 1",
]  # fmt: skip


def test_what_is_there_for_programs_without_pictures_is_drawn_only_without():
    with_picture, without = document(FALLBACK, png((RED,))), document(FALLBACK)
    assert drawn(with_picture).keys() == {code(RED), 2}
    assert drawn(without).keys() == {1, 2}
    assert undrawn(without.files, without.prints, without.order) == ["p.png"]
    assert undrawn(with_picture.files, with_picture.prints, with_picture.order) == []


def test_next_is_for_one_line_and_what_it_refers_to():
    inner = ("0 FILE inner.dat", "0 !LDRAW_ORG Subpart", QUAD)
    lines = [
        f"0 !TEXMAP NEXT {PLANAR} p.png",
        "1 16 0 0 0 1 0 0 0 1 0 0 0 1 inner.dat",
        "1 3 0 0 0 1 0 0 0 1 0 0 0 1 inner.dat",
    ]
    faces = drawn(document(lines, png((RED,)), *inner))
    assert faces.keys() == {code(RED), 3} and area(faces[code(RED)]) == area(faces[3]) == pytest.approx(1600)


def test_a_model_draws_pictures_on_faces_of_its_own_and_says_which_it_cannot_lay_on_parts():
    lines = [f"0 !TEXMAP START {PLANAR} p.png", f"0 !: {QUAD}", "1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat", "0 !TEXMAP END"]
    shape = structure(ldraw.read("\n".join(["0 FILE m.ldr", *lines, "0 !DATA p.png", *_data(png((RED,)))]).encode()))
    assert own_faces(shape, "m.ldr", lambda part: [])[code(RED)]
    assert undrawn(shape.files, shape.prints, shape.order) == ["p.png"]


def _data(data):
    return ["0 !: " + base64.b64encode(data).decode()]


def _bomb(side):
    """A PNG of so many pixels a side, all black: a few kilobytes."""
    good = bytearray(png((RED,)))
    good[16:24] = side.to_bytes(4, "big") * 2
    good[29:33] = zlib.crc32(good[12:29]).to_bytes(4, "big")
    return bytes(good)


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", png((RED,))[:40], _bomb(50_000), _bomb(3_900), b"GIF89a" + bytes(40), bytes(5_000_000)],
    ids=["empty", "text", "cut off", "bomb", "lies about its size", "another format", "too many bytes"],
)
def test_a_picture_that_cannot_be_read_is_named_and_left_out(data):
    shape = document(FALLBACK, data)
    assert drawn(shape).keys() == {1, 2}
    assert undrawn(shape.files, shape.prints, shape.order) == ["p.png"]


@pytest.mark.parametrize(
    "words",
    ["PLANAR 0 0 0 0 0 0 0 0 0 p.png", "PLANAR nan 0 0 1 0 0 0 0 1 p.png", "PLANAR 1e300 0 0 1 0 0 0 0 1 p.png",
     "CYLINDRICAL 0 0 0 0 0 0 0 0 0 90 p.png", "CYLINDRICAL 0 0 0 0 1 0 0 1 1 0 p.png", "SPHERICAL 0 0 0 0 0 1 0 0 1 90 90 p.png",
     "PLANAR 1 2 3 p.png", "CONICAL 0 0 0 p.png", "p.png", ""],
)  # fmt: skip
def test_a_projection_that_spans_nothing_is_not_used(words):
    shape = document(
        [f"0 !TEXMAP START {words}", f"0 !: {QUAD}", "0 !TEXMAP FALLBACK", "3 1 0 0 0 1 0 0 0 0 1"], png((RED,))
    )
    assert drawn(shape).keys() == {1}


def test_hostile_files_cost_little():
    began = time.process_time()
    noise = Image.effect_noise((200, 200), 200).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    many = document([f"0 !TEXMAP START {PLANAR} p.png", *[f"0 !: {QUAD}"] * 200], out.getvalue())
    with pytest.raises(ldraw.LDrawError, match="triangles"):
        drawn(many)
    twice = [
        f"0 FILE s{k}.dat\n0 !LDRAW_ORG Subpart\n" + f"0 !: 1 16 0 0 0 1 0 0 0 1 0 0 0 1 s{k + 1}.dat\n" * 4
        for k in range(30)
    ]
    deep = [f"0 !TEXMAP START {PLANAR} p.png", "0 !: 1 16 0 0 0 1 0 0 0 1 0 0 0 1 s0.dat", "0 !: " * 50_000]
    with pytest.raises(ldraw.LDrawError, match="triangles"):
        drawn(document(deep, png((RED,)), *twice))
    assert time.process_time() - began < 10
