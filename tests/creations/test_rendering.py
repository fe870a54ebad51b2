"""Scene packs and pictures, from the same code as in production, only smaller."""

from __future__ import annotations

import base64
import io
import json
import re
import struct

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from creations import actions, ldraw
from creations.drawings.instructions import instructions
from creations.models import Revision
from creations.models.making import PICTURE, PREVIEW, SCENE
from creations.rendering.meshes import corner_normals, part_mesh
from creations.rendering.model import load
from creations.rendering.parts_pack import pack_of_document
from creations.rendering.scene_pack import decompose, scene_pack
from users import files
from users.work import attempts
from users.work.models import LOST_AFTER, State, Work

from ..background import draw, work_off


def glb(pack: bytes) -> dict:
    magic, version, length = struct.unpack_from("<4sII", pack)
    size, kind = struct.unpack_from("<I4s", pack, 12)
    assert (magic, version, length, kind) == (b"glTF", 2, len(pack), b"JSON")
    return json.loads(pack[20 : 20 + size])


def model(text: str):
    return load(ldraw.read(text.encode()), ldraw.Limits())


ROW = "1 {c} {x} 0 0 1 0 0 0 1 0 0 0 1 3001.dat\n0 STEP\n"


def test_a_mesh_is_stored_once_whatever_its_colours_and_numbers():
    text = "".join(ROW.format(c=c, x=100 * k) for k, c in enumerate((4, 4, 14, 1)))
    scene = glb(scene_pack(model(text)))
    frames = {m["primitives"][0]["extensions"]["KHR_draco_mesh_compression"]["bufferView"] for m in scene["meshes"]}
    assert len(frames) == 1 and len(scene["meshes"]) == 3 and scene["asset"]["extras"]["steps"] == 4
    node = next(n for n in scene["nodes"] if n.get("extras") == {"part": "3001", "colour": 4})
    attributes = node["extensions"]["EXT_mesh_gpu_instancing"]["attributes"]
    assert scene["accessors"][attributes["TRANSLATION"]]["count"] == 2 and "_STEP" in attributes


def test_bent_placements_are_nodes_of_their_own():
    scene = glb(scene_pack(model("1 4 0 0 0 1 0.7 0 0 1 0 0 0 1 3001.dat")))
    assert any("matrix" in node and "mesh" in node for node in scene["nodes"])


def test_matrices_survive_being_taken_apart():
    rng = np.random.default_rng(1)
    rows = []
    for k in range(200):
        q, _ = np.linalg.qr(rng.normal(size=(3, 3)))
        rows.append(np.concatenate([rng.normal(size=3), (q * (-1 if k % 2 else 1)).ravel()]))
    transforms = np.array(rows)
    _places, turns, scales, straight = decompose(transforms)
    assert straight.all()
    x, y, z, w = turns.T
    rotation = np.stack(
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w),
         2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w),
         2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], axis=1,
    ).reshape(-1, 3, 3)  # fmt: skip
    assert np.allclose(rotation * scales[:, None, :], transforms[:, 3:].reshape(-1, 3, 3), atol=1e-6)


def test_studs_are_round_and_edges_sharp():
    mesh = part_mesh("3001")
    normals = corner_normals(mesh)
    corners = mesh.points[mesh.faces]
    up = np.abs(normals[..., 1])
    side = (np.abs(corners[..., 1] + 2) < 3) & (up < 0.1)
    assert side.any(), "the walls of the studs look sideways"
    assert np.isclose(up.max(), 1, atol=1e-3)


def test_custom_parts_are_drawn_with_their_own_faces_and_primitives():
    text = (
        "0 FILE a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 own.dat\n0 FILE own.dat\n0 Own\n"
        "1 16 0 0 0 10 0 0 0 10 0 0 0 10 4-4cyli.dat\n3 14 0 0 0 10 0 0 0 10 0\n"
    )
    made = model(text)
    assert {group.colour for group in made.instances} == {4, 14}
    assert max(len(group.mesh.faces) for group in made.instances) == 2 * 2 * 16


@pytest.mark.django_db
def test_scene_and_picture_are_made_and_may_be_made_twice(client, creation):
    revision = creation.current
    for _ in range(2):
        done = [draw(kind, revision) for kind in (SCENE, PREVIEW, PICTURE)]
    assert [work.state for work in done] == [State.DONE] * 3
    revision = Revision.objects.get(pk=revision.pk)
    assert not revision.making.is_going_on and revision.making.state == "done"
    assert glb(files.load(revision.scene))["asset"]["version"] == "2.0"
    picture = Image.open(io.BytesIO(files.load(f"{revision.picture}-640.webp")))
    assert picture.size == (64, 48)
    corner, middle = picture.getpixel((1, 1)), picture.getpixel((32, 24))
    assert corner[3] < 30 and middle[3] == 255, "the page shows behind it"
    assert max(middle[:3]) - min(middle[:3]) > 60, "the bricks have colour"
    assert "prosum-viewer" in client.get("/@ada/tower/").content.decode()


@pytest.mark.django_db
def test_the_scene_has_the_steps_of_the_instructions_also_of_a_file_without(client, ada, catalog):
    wall = "".join(f"1 4 {80 * (k % 5)} {-24 * (k // 5)} 0 1 0 0 0 1 0 0 0 1 3001.dat\n" for k in range(30))
    revision = actions.create(owner=ada, data=wall.encode(), file_name="wall.ldr").current
    assert revision.facts["steps"] == 1, "as the file says"
    before = Revision.objects.get(pk=revision.pk).facts
    draw(SCENE, revision)
    revision.refresh_from_db()
    assert revision.facts == {**before, "steps": revision.facts["steps"]}
    steps = instructions(revision).steps
    assert glb(files.load(revision.scene))["asset"]["extras"]["steps"] == len(steps) == revision.facts["steps"] >= 3


@pytest.mark.django_db
def test_what_cannot_be_drawn_is_said_and_its_owner_may_ask_again(client, ada, basile, creation, monkeypatch):
    def broken(*args):
        raise ValueError("the model draws nothing")

    with monkeypatch.context() as patched:
        patched.setattr("creations.rendering.path_tracing.render", broken)
        patched.setattr("creations.rendering.quick_look.quick_look", broken)
        assert [draw(kind, creation.current).state for kind in (PREVIEW, PICTURE)] == [State.FAILED] * 2
    Work.objects.filter(kind=SCENE).update(state=State.PARKED)
    page = client.get("/@ada/tower/").content.decode()
    assert "could not be made" in page and "Try again" not in page
    client.force_login(ada)
    assert "Try again" in client.get("/@ada/tower/").content.decode()
    assert client.post("/@ada/tower/draw/").status_code == 302
    assert "waits for its turn" in client.get("/@ada/tower/").content.decode()
    assert [work.state for work in work_off("pictures")] == [State.DONE] * 3
    assert "prosum-viewer" in client.get("/@ada/tower/").content.decode()


@pytest.mark.django_db
def test_forks_get_what_is_made_while_they_are_made(basile, creation):
    """One model, one piece of work: a fork from before the scene has it, too; one from after it is done at once."""
    early = actions.fork(revision=creation.current, member=basile)
    assert Work.objects.filter(kind=SCENE).count() == 1
    work_off("pictures")
    late = actions.fork(revision=creation.current, member=basile)
    shown = [Revision.objects.get(pk=one.current_id) for one in (creation, early, late)]
    assert len({(one.scene, one.picture) for one in shown}) == 1 and shown[0].scene and shown[0].picture
    assert not Work.objects.filter(kind__in=(SCENE, PICTURE)).exclude(state=State.DONE).exists()


@pytest.mark.django_db
def test_the_same_file_again_is_not_drawn_again(ada, creation, monkeypatch):
    work_off("pictures")
    monkeypatch.setattr("creations.rendering.path_tracing.render", None)
    monkeypatch.setattr("creations.rendering.quick_look.quick_look", None)
    monkeypatch.setattr("creations.rendering.scene_pack.scene_pack", None)
    kept = files.load(creation.current.model)
    again = actions.create(owner=ada, data=kept, file_name="tower.mpd")
    assert again.current.model == creation.current.model
    work_off("pictures")
    again.current.refresh_from_db()
    assert again.current.scene and again.current.picture and again.current.making.state == "done"


@pytest.mark.django_db
def test_what_is_deleted_meanwhile_is_not_drawn_to_its_end(ada, creation, monkeypatch):
    from creations.rendering import path_tracing

    told = []

    def render(model, shot, progress):
        told.append("began")
        actions.delete_creation(creation=creation, member=ada)
        progress(0.5)
        told.append("went on")

    monkeypatch.setattr(path_tracing, "render", render)
    draw(PICTURE, creation.current)
    assert told == ["began"] and not Revision.objects.exists()
    Work.objects.update(heartbeat=timezone.now() - 2 * LOST_AFTER)
    attempts.return_lost(Work.objects.all())
    Work.objects.update(next_attempt_at=timezone.now())
    assert {work.state for work in work_off("pictures")} == {State.DONE}, "nothing is left to do"


@pytest.mark.django_db
def test_the_page_gets_its_stage_again_only_when_there_is_more_to_show(client, creation):
    page = client.get(creation.get_absolute_url()).content.decode()
    address = re.search(r'hx-get="([^"]+)"', page[page.index('id="progress"') :])[1].replace("&amp;", "&")
    same = client.get(address).content.decode()
    assert 'id="progress"' in same and "hx-trigger" in same and 'id="stage"' not in same
    work_off("pictures")
    more = client.get(address).content.decode()
    assert "hx-trigger" not in more and 'id="stage" hx-swap-oob="true"' in more


def test_files_own_pictures_are_drawn_as_faces_in_their_colours():
    """So they are in 3D, portraits, instructions and the Studio alike."""
    picture = io.BytesIO()
    Image.new("RGB", (2, 2), (200, 0, 0)).save(picture, "PNG")
    text = (
        "0 FILE a.ldr\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 own.dat\n0 FILE own.dat\n0 Own\n"
        "0 !TEXMAP START PLANAR -20 0 20 20 0 20 -20 0 -20 p.png\n0 !: 4 16 -20 0 20 20 0 20 20 0 -20 -20 0 -20\n"
        f"0 !TEXMAP END\n0 !DATA p.png\n0 !: {base64.b64encode(picture.getvalue()).decode()}\n"
    )
    red = ldraw.colours.DIRECT + 0xC80000
    assert [group.colour for group in model(text).instances] == [red]
    packed = pack_of_document(ldraw.read(text.encode()), ldraw.Limits())
    told = json.loads(packed[4 : 4 + struct.unpack_from("<I", packed)[0]])
    assert [surface[0] for surface in told["parts"]["own.dat"]["surfaces"]] == [red]


@pytest.mark.django_db
def test_the_page_says_once_which_prints_are_not_drawn(client, ada, catalog):
    text = (
        "1 15 0 0 0 1 0 0 0 1 0 0 0 1 3068bp06.dat\n1 14 60 0 0 1 0 0 0 1 0 0 0 1 3068bp06.dat\n"
        "0 !TEXMAP NEXT PLANAR 0 0 0 1 0 0 0 0 1 lost.png\n0 !: 3 4 0 0 0 1 0 0 0 0 1\n"
    )
    creation = actions.create(owner=ada, data=text.encode(), file_name="prints.ldr")
    client.force_login(ada)
    page = client.get(creation.get_absolute_url()).content.decode()
    assert page.count("Printed parts are shown without their prints") == 1 and "3068bp06" in page
    assert page.count("Pictures that cannot be drawn") == 1 and "lost.png" in page
