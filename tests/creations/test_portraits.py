"""What a portrait looks like: its colours are the palette's, and the page shows behind it."""

from __future__ import annotations

import io
import math
import re

import numpy as np
import pytest
from PIL import Image

from creations import ldraw
from creations.ldraw.colours import appearance
from creations.models import Revision
from creations.models.making import PICTURE
from creations.rendering.camera import Shot, framed
from creations.rendering.looks import Looks
from creations.rendering.meshes import part_mesh
from creations.rendering.model import load
from creations.rendering.path_tracing import render
from creations.rendering.traced_shapes import outline, traced_shapes
from users import files

from ..background import draw

#: Twenty colours of which most is built.
COMMON = (0, 15, 71, 72, 4, 14, 1, 2, 19, 28, 70, 25, 27, 10, 288, 320, 272, 5, 26, 22)
BRICK = "1 {c} {x} {y} 0 1 0 0 0 1 0 0 0 1 3001.dat\n"
SHOT = Shot(width=320, height=240, samples=8, passes=1)


def model(text: str):
    return load(ldraw.read(text.encode()), ldraw.Limits())


def lab(rgb):
    """CIE Lab (D65) of sRGB from 0 to 255, (..., 3)."""
    value = np.asarray(rgb, dtype=float) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    weights = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    xyz = linear @ weights.T / (0.95047, 1, 1.08883)
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def seen(camera, x, y, z):
    """The pixel (row, column) in which a point in LDU is seen."""
    ray = np.array([x, -y, -z]) - camera.origin
    depth = -(ray @ camera.back) * math.tan(math.radians(SHOT.field_of_view) / 2)
    column = (1 + ray @ camera.right / depth) * SHOT.width / 2
    row = (SHOT.height - ray @ camera.up / depth * SHOT.width) / 2
    return int(row), int(column)


#: Of a brick, places on its front, its top between the studs and its right side.
FRONT = [(x, y, -20) for x in range(-36, 37, 9) for y in (4, 8, 12, 16, 20)]
TOP = [(x, 0, z) for x in range(-36, 37, 9) for z in (-16, 0, 16)]
SIDE = [(40, y, z) for y in (4, 8, 12, 16, 20) for z in (-16, -8, 0, 8, 16)]


def test_twenty_common_colours_look_in_portraits_as_in_the_palette():
    places = {code: (170 * (k % 5), 110 * (k // 5)) for k, code in enumerate(COMMON)}
    wall = model("".join(BRICK.format(c=code, x=x, y=y) for code, (x, y) in places.items()))
    camera = framed(outline(wall), SHOT)
    pixels = lab(np.asarray(render(wall, SHOT))[..., :3])
    fronts, wholes = {}, {}
    for code, (x, y) in places.items():
        colour = appearance(code)
        wanted = lab([int(colour.rgb[k : k + 2], 16) for k in (0, 2, 4)])
        for kept, points in ((fronts, FRONT), (wholes, FRONT + TOP + SIDE)):
            shown = np.mean([pixels[seen(camera, x + px, y + py, pz)] for px, py, pz in points], axis=0)
            kept[colour.name] = float(np.linalg.norm(shown - wanted))
    for kept in (fronts, wholes):
        assert np.mean(list(kept.values())) < 6, kept
        assert max(kept.values()) < 12, kept


def test_what_stands_behind_a_portrait_shows_beside_the_model_and_through_its_glass():
    shot = Shot(width=120, height=90, samples=4, passes=1)
    alpha = {code: np.asarray(render(model(BRICK.format(c=code, x=0, y=0)), shot))[..., 3] for code in (4, 47)}
    assert {kind[0, 0] for kind in alpha.values()} == {0}, "nothing is drawn in the corner"
    assert alpha[4][45, 60] == 255 and 20 < alpha[47][45, 60] < 230
    below = alpha[4][70:, 30:90]
    assert below.max() > 10 and (below[-1] < 60).all(), "its shadow lies on what is behind, and ends"


def test_a_shape_is_held_once_however_often_it_is_placed():
    text = "".join(BRICK.format(c=4, x=80 * k, y=0) for k in range(300))
    text += "".join(f"1 4 0 {30 * k} 0 -1 0 0 0 1 0 0 0 1 3001.dat\n" for k in range(300))
    shapes = traced_shapes(model(text), Looks(plain=True), smooth=False)
    held = [shape for shape in shapes.values() if not isinstance(shape, dict)]
    assert [shape.primitive_count() for shape in held] == [len(part_mesh("3001").faces)]
    assert len(shapes) == 601


def test_what_is_pressed_flat_is_drawn():
    flat = model("1 4 0 0 0 1 0 0 0 0 0 0 0 1 3001.dat\n1 4 0 0 40 1 0 0 0 1 0 0 0 0 3001.dat\n")
    shot = Shot(width=64, height=48, samples=2, passes=1)
    assert (np.asarray(render(flat, shot))[..., 3] == 255).sum() > 100


@pytest.mark.django_db
def test_other_sites_get_a_picture_without_alpha(client, creation, settings):
    draw(PICTURE, creation.current)
    revision = Revision.objects.get(pk=creation.current_id)
    kept = Image.open(io.BytesIO(files.load(f"{revision.picture}-640.webp")))
    assert kept.mode == "RGBA"
    page = client.get("/@ada/tower/").content.decode()
    address = re.search(r'property="og:image" content="https?://[^/]+([^"]+)"', page)[1]
    answer = client.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    shared = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert shared.size == (1280, 960) and min(shared.getpixel((2, 2))) > 200, "our light stage, and no black"
    told = client.get("/oembed/", {"url": f"{settings.SITE_URL}{creation.get_absolute_url()}"}).json()
    assert told["thumbnail_url"].endswith(address) and told["thumbnail_width"] == 1280
