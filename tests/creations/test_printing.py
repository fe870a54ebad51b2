"""Building instructions to print."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest
from django.utils import timezone, translation

from creations import actions, ldraw
from creations.ldraw.build_plan import build_plan
from creations.models import Booklet
from creations.models.making import SCENE
from creations.rendering.meshes import part_mesh, part_normals
from creations.rendering.model import load
from creations.rendering.raster import Raster, View
from creations.rendering.step_pictures import StepPictures
from users import files
from users.errors import ActionError
from users.work.models import State, Work

from ..background import draw, work_off
from ..workers import worker

PAGE = re.compile(rb"/Type /Page\b(?!s)")


def drawn(part: str, view: View, one_sided: bool) -> Raster:
    mesh, normals = part_mesh(part), part_normals(part)
    screen = ((mesh.points @ view.axes.T) * (2, -2, 1) + (150, 150, 0)).astype(np.float32)
    raster = Raster(300, 300)
    paint = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    raster.add(screen[mesh.faces], view.tones(normals), paint, 7, one_sided=one_sided)
    return raster


def test_what_is_at_the_right_is_drawn_at_the_right():
    """LDraw's x points right when one looks from the front; a camera set up wrongly shows every part in a mirror."""
    for azimuth in (0, 30):
        axes = View(azimuth=azimuth, elevation=25).axes
        assert np.allclose(np.cross(axes[0], axes[1]), axes[2], atol=1e-6)
        assert axes[0] @ (1, 0, 0) > 0.8 and axes[1] @ (0, -1, 0) > 0.8 and axes[2] @ (0, 0, -1) > 0.7


def test_leaving_out_what_looks_away_changes_nothing_one_sees():
    both, front = (drawn("3001", View(30, 25), one_sided) for one_sided in (False, True))
    assert both.cover.sum() > 3000
    assert (both.cover == front.cover).mean() > 0.999
    assert np.abs(both.depth[both.cover & front.cover] - front.depth[both.cover & front.cover]).max() < 0.01


def test_neighbouring_triangles_leave_no_gap_and_share_no_pixel():
    raster = Raster(40, 40)
    square = np.array(
        [[[3.3, 4.1, 0], [33.7, 6.2, 0], [30.9, 35.4, 0]], [[3.3, 4.1, 0], [30.9, 35.4, 0], [5.5, 31, 0]]]
    )
    paint = np.zeros((256, 3), dtype=np.uint8)
    counts = []
    for k, triangle in enumerate(square.astype(np.float32)):
        alone = Raster(40, 40)
        for target in (raster, alone):
            target.add(triangle[None], np.ones((1, 3), dtype=np.float32), paint, k)
        counts.append(alone.cover.sum())
    assert raster.cover.sum() == sum(counts)
    rows = raster.cover[8:30]
    assert all(np.all(np.diff(np.flatnonzero(row)) == 1) for row in rows)


ACCENT = (216, 72, 31)


def test_each_picture_shows_what_stands_with_the_new_outlined(tower):
    document = ldraw.read(tower)
    plan = build_plan(document, lambda part: None)
    pictures = list(StepPictures(plan, load(document, ldraw.Limits(), plan), 200))
    assert len(pictures) == 3
    heights = [picture.height for picture in pictures]
    assert heights == sorted(heights) and heights[0] < heights[2], "a tower grows"
    for picture, rgb in zip(pictures, [(180, 0, 0), (250, 200, 10), (30, 90, 168)], strict=True):
        pixels = np.asarray(picture).reshape(-1, 3).astype(int)
        assert (np.abs(pixels - ACCENT).max(axis=1) < 40).sum() > 50
        assert (np.abs(pixels - rgb).max(axis=1) < 60).sum() > 200, "the new brick's colour"


def test_a_step_is_drawn_as_the_model_is_to_be_held(tower):
    """Tilted by a right angle the tower is seen from above, though one looks from the front; what stood before is drawn anew."""
    lines = tower.decode().rstrip().removesuffix("0 STEP")
    document = ldraw.read(f"{lines}0 ROTSTEP 90 0 0 ABS".encode())
    plan = build_plan(document, lambda part: None)
    *_, before, tilted = StepPictures(plan, load(document, ldraw.Limits(), plan), 200)
    assert before.width < 1.5 * before.height and tilted.width > 1.7 * tilted.height
    pixels = np.asarray(tilted).reshape(-1, 3).astype(int)
    red, blue = ((np.abs(pixels - rgb).max(axis=1) < 60).sum() for rgb in [(180, 0, 0), (30, 90, 168)])
    assert blue > 1000 and red == 0, "the topmost brick alone"


def finished(booklet: Booklet, seconds: float = 150) -> Booklet:
    end = time.monotonic() + seconds
    while booklet.is_being_made:
        assert time.monotonic() < end, "the booklet was not made in time"
        time.sleep(0.1)
        booklet = Booklet.objects.get(pk=booklet.pk)
    return booklet


@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_the_booklet_and_whoever_sees_the_creation_may_have_it(client, ada, creation):
    page = f"/@ada/{creation.slug}/revisions/1/instructions/pdf/"
    client.force_login(ada)
    with worker():
        assert client.post(page, {"paper": "a4"}).status_code == 302
        booklet = finished(Booklet.objects.get())
    assert booklet.work.state == State.DONE and booklet.file
    client.logout()
    assert "Download the PDF" in client.get(page).content.decode()
    answer = client.get(page + "a4/")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert len(PAGE.findall(answer.content)) == booklet.pages == 1 + 1 + 3
    assert client.get(page + "letter/").status_code == 404


@pytest.mark.django_db
def test_a_booklet_is_made_once_for_each_title(ada, creation):
    def ask() -> Booklet:
        booklet = actions.print_instructions(revision=creation.current, member=ada, paper="letter")
        made.append(len([work for work in work_off("long") if work.subject == booklet.subject]))
        return Booklet.objects.get(pk=booklet.pk)

    made: list[int] = []
    first = ask()
    ask()
    actions.update(creation=creation, member=ada, title="Tower of three")
    creation.refresh_from_db()
    renamed = ask()
    assert made == [1, 0, 1]
    assert renamed.title == "Tower of three" and renamed.file != first.file


@pytest.mark.django_db
def test_a_model_with_nothing_in_it_is_refused_in_the_readers_language(client, ada):
    empty = actions.create(owner=ada, data=b"0 nothing\r\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 gone.ldr\r\n", file_name="e.ldr")
    with translation.override("fr"):
        booklet = actions.print_instructions(revision=empty.current, member=ada, paper="a4")
    states = {work.subject: work.state for work in work_off("long")}
    assert states[booklet.subject] == State.FAILED
    client.force_login(ada)
    page = client.get(f"{empty.get_absolute_url()}revisions/1/instructions/pdf/", headers={"accept-language": "fr"})
    assert "Il n’y a rien à construire dans ce modèle." in page.content.decode()


@pytest.mark.django_db
def test_a_booklet_that_failed_may_be_asked_for_again(client, ada, creation, monkeypatch):
    page = f"/@ada/{creation.slug}/revisions/1/instructions/pdf/"
    client.force_login(ada)
    client.post(page, {"paper": "a4"})
    with monkeypatch.context() as patched:
        patched.setattr("creations.drawings.booklets.print_booklet", None)
        for _ in range(4):
            work_off("long")
            Work.objects.update(next_attempt_at=timezone.now())
    assert "Something went wrong on our side" in client.get(page).content.decode()
    client.post(page, {"paper": "a4"})
    assert "waits for its turn" in client.get(page).content.decode()
    work_off("long")
    assert "Download the PDF" in client.get(page).content.decode()


@pytest.mark.django_db
def test_other_paper_is_refused(ada, creation):
    with pytest.raises(ActionError):
        actions.print_instructions(revision=creation.current, member=ada, paper="a0")


@pytest.mark.django_db
def test_instructions_are_kept_by_the_models_content(creation):
    from creations.drawings.instructions import instructions

    first = instructions(creation.current)
    assert [(step["number"], step["of"]) for step in first.steps] == [(1, 3), (2, 3), (3, 3)]
    assert files.load(first.pack)[:4] == b"glTF"
    assert instructions(creation.current) == first


@pytest.mark.django_db
def test_instructions_show_the_scene_once_it_is_made(client, creation):
    from creations.drawings.instructions import instructions

    early = instructions(creation.current)
    draw(SCENE, creation.current)
    creation.current.refresh_from_db()
    late = instructions(creation.current)
    assert late.steps == early.steps and late.pack == creation.current.scene != early.pack
    assert late.pack in client.get(f"{creation.get_absolute_url()}revisions/1/instructions/").content.decode()


@pytest.mark.django_db
def test_nobody_waits_for_the_plan_of_a_very_large_model(client, creation, monkeypatch):
    from creations.drawings import instructions as made

    monkeypatch.setattr(made, "_MOST_AT_ONCE", 2)
    answer = client.get(f"{creation.get_absolute_url()}revisions/1/instructions/")
    assert answer.status_code == 503 and "come back in a minute" in answer.content.decode()
    draw(SCENE, creation.current)
    assert client.get(f"{creation.get_absolute_url()}revisions/1/instructions/").status_code == 200
