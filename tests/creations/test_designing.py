"""The workbench: laid out from a revision, changed by Yjs updates, saved as a revision."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Map

from creations import actions, ldraw
from creations.actions.designing import Elsewhere
from creations.actions.revising import BadModel
from creations.demo import designs
from creations.ldraw.identity import assign_ids
from creations.ldraw.studio_io import model_inside
from creations.models import Workbench, WorkbenchChange
from creations.workbench.document import BadWorkbench, from_shared, to_shared
from creations.workbench.keeping import MELT_AFTER
from users.errors import NotAllowed

BRICK = "1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat"


@pytest.mark.parametrize("name", designs.__all__)
def test_every_design_survives_the_workbench_byte_for_byte(name):
    document = getattr(designs, name)()
    assign_ids(document)
    assert ldraw.write(from_shared(to_shared(document))) == ldraw.write(document)


@given(
    st.lists(
        st.sampled_from(
            [BRICK, "0 STEP", "0 a word", "", "0 MLCAD BTG roof", "0 ROTSTEP 0 90 0 ABS", "2 24 0 0 0 1 1 1"]
        ),
        max_size=30,
    )
)
def test_any_order_of_lines_survives_the_workbench(lines):
    document = ldraw.read(("0 Model\n" + "\n".join(lines)).encode())
    assign_ids(document)
    assert ldraw.write(from_shared(to_shared(document))) == ldraw.write(document)


def edited(update: bytes, act: Callable[[Any], None]) -> bytes:
    """The update a Studio would send after `act` changed the files of the document it opened."""
    doc: Doc[Any] = Doc()
    doc.apply_update(update)
    before = doc.get_state()
    with doc.transaction():
        act(doc.get("files", type=Map))
    return doc.get_update(before)


def add_brick(colour: float) -> Callable[[Any], None]:
    def act(files: Any) -> None:
        lines = files["main"]["lines"]
        lines[f"new{colour}"] = {
            "step": "s0",
            "order": 100.0 + colour,
            "colour": colour,
            "transform": [0.0, -24.0 * colour, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
            "reference": "3001.dat",
        }

    return act


@pytest.mark.django_db
def test_changes_are_kept_and_saved_as_a_revision(ada, creation):
    opened = actions.open_workbench(creation=creation, member=ada)
    actions.keep_changes(
        creation=creation,
        member=ada,
        epoch=opened.epoch,
        after=opened.number,
        update=edited(opened.update, add_brick(1)),
    )
    revision = actions.save_revision(creation=creation, member=ada, base=1, message="One more")
    assert (revision.number, revision.part_count, revision.message) == (2, 4, "One more")
    again = actions.open_workbench(creation=creation, member=ada)
    assert (again.base, again.newest, again.epoch) == (2, 2, opened.epoch)


@pytest.mark.django_db
def test_two_places_at_once_hear_of_each_other(ada, creation):
    opened = actions.open_workbench(creation=creation, member=ada)
    one, two = (edited(opened.update, add_brick(colour)) for colour in (1, 14))
    first = actions.keep_changes(creation=creation, member=ada, epoch=1, after=opened.number, update=one)
    assert first.others == []
    kept = actions.keep_changes(creation=creation, member=ada, epoch=1, after=opened.number, update=two)
    assert kept.others == [one]
    kept = actions.keep_changes(creation=creation, member=ada, epoch=1, after=first.number, update=b"")
    assert kept.others == [two]
    assert actions.save_revision(creation=creation, member=ada, base=1).part_count == 5


@pytest.mark.django_db
def test_sending_a_change_twice_does_it_once(ada, creation):
    opened = actions.open_workbench(creation=creation, member=ada)
    update = edited(opened.update, add_brick(1))
    for _ in range(2):
        actions.keep_changes(creation=creation, member=ada, epoch=1, after=opened.number, update=update)
    assert actions.save_revision(creation=creation, member=ada, base=1).part_count == 4


@pytest.mark.django_db
def test_the_cost_of_a_change_does_not_grow_and_old_ones_melt(ada, creation):
    opened = actions.open_workbench(creation=creation, member=ada)
    counts, number = [], opened.number
    for colour in range(1, MELT_AFTER + 5):
        update = edited(opened.update, add_brick(colour))
        with CaptureQueriesContext(connection) as queries:
            number = actions.keep_changes(creation=creation, member=ada, epoch=1, after=number, update=update).number
        counts.append(len(queries))
    assert len(set(counts)) == 1
    actions.open_workbench(creation=creation, member=ada)
    assert WorkbenchChange.objects.count() == 1
    assert actions.save_revision(creation=creation, member=ada, base=1).part_count == 3 + MELT_AFTER + 4


@pytest.mark.django_db
def test_a_revision_from_elsewhere_lays_an_untouched_workbench_anew(ada, creation, tower):
    opened = actions.open_workbench(creation=creation, member=ada)
    actions.add_revision(creation=creation, member=ada, data=tower + BRICK.encode(), file_name="tower.ldr")
    creation.refresh_from_db()
    fresh = actions.open_workbench(creation=creation, member=ada)
    assert fresh.epoch == opened.epoch + 1
    with pytest.raises(Elsewhere):
        actions.keep_changes(creation=creation, member=ada, epoch=opened.epoch, after=0, update=b"")


@pytest.mark.django_db
def test_only_the_author_designs(ada, basile, creation):
    with pytest.raises(NotAllowed):
        actions.open_workbench(creation=creation, member=basile)
    actions.open_workbench(creation=creation, member=ada)
    with pytest.raises(NotAllowed):
        actions.keep_changes(creation=creation, member=basile, epoch=1, after=0, update=b"")


@pytest.mark.django_db
@pytest.mark.parametrize("update", [b"garbage", b"\x00\x01\x02\x03", b"\xff" * 40])
def test_bytes_that_are_no_change_are_refused(ada, creation, update):
    actions.open_workbench(creation=creation, member=ada)
    with pytest.raises(BadModel):
        actions.keep_changes(creation=creation, member=ada, epoch=1, after=0, update=update)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    [
        lambda files: files["main"]["lines"].update(
            {"x": {"step": "s0", "order": 1.0, "colour": 4.0, "transform": [1.0], "reference": "3001.dat"}}
        ),
        lambda files: files["main"]["lines"].update(
            {"x": {"step": "s0", "order": 1.0, "colour": 4.0, "transform": [0.0] * 12, "reference": "a\n1 evil"}}
        ),
        lambda files: files["main"].update({"name": ""}),
    ],
)
def test_a_document_of_another_shape_is_refused_with_a_sentence(ada, creation, act):
    opened = actions.open_workbench(creation=creation, member=ada)
    actions.keep_changes(creation=creation, member=ada, epoch=1, after=0, update=edited(opened.update, act))
    with pytest.raises(BadModel):
        actions.save_revision(creation=creation, member=ada, base=1)


def test_a_workbench_without_a_main_model_is_refused():
    with pytest.raises(BadWorkbench):
        from_shared(Doc())


@pytest.mark.django_db
def test_beginning_from_nothing(ada):
    creation = actions.begin(owner=ada, title="  ")
    assert creation.title == "Untitled" and creation.current is None
    assert actions.open_workbench(creation=creation, member=ada).base == 0
    assert Workbench.objects.get().creation == creation


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def test_a_studio_file_is_read():
    assert model_inside(_zip(model_ldr=b"0 A\r\n")) == b"0 A\r\n"


@pytest.mark.parametrize(
    "data", [b"", b"no zip", _zip(other_txt=b"1"), _zip(model_ldr=b"0" * 40_000_000), _zip(model_ldr=b"0 A")[:-9]]
)
def test_bombs_and_damaged_studio_files_are_refused(data):
    with pytest.raises(ldraw.LDrawError):
        model_inside(data)


@pytest.mark.django_db
def test_a_studio_file_can_be_uploaded(ada, catalog):
    made = actions.create(owner=ada, data=_zip(model_ldr=b"0 Car\r\n" + BRICK.encode()), file_name="car.io")
    assert (made.title, made.part_count) == ("Car", 1)
