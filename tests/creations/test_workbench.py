"""The workbench's lock, what is unsaved on it, and what becomes of it when a newer revision comes from elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from pycrdt import Doc, Map

from creations import actions, ldraw
from creations.actions import designing
from creations.actions.designing import Elsewhere, Gone, NothingUnsaved, Superseded
from creations.models import Creation, Revision, Workbench
from creations.workbench import keeping
from users import files

from .test_designing import BRICK, add_brick, edited

NEWER = BRICK.encode() + b"\r\n" + BRICK.replace("0 0 0", "0 -96 0", 1).encode()


@pytest.fixture
def opened(ada, creation):
    return actions.open_workbench(creation=creation, member=ada)


@pytest.fixture
def keep(ada, creation, opened):
    """Keep one more brick of this colour, as a Studio does."""

    def keep(colour: float, epoch: int = 1) -> designing.Kept:
        return actions.keep_changes(
            creation=creation,
            member=ada,
            epoch=epoch,
            after=opened.number,
            update=edited(opened.update, add_brick(colour)),
        )

    return keep


@pytest.fixture
def upload(ada, creation, tower):
    """A newer revision from elsewhere: the tower with two bricks more."""

    def upload() -> Revision:
        creation.refresh_from_db()
        return actions.add_revision(creation=creation, member=ada, data=tower + NEWER, file_name="tower.ldr")

    return upload


def colours(revision: Revision) -> list[int]:
    return sorted(placement.colour for placement in ldraw.read(files.load(revision.model)).main.placements)


@pytest.mark.django_db(transaction=True)
def test_a_bench_is_only_held_in_a_transaction(creation):
    with pytest.raises(transaction.TransactionManagementError):
        keeping.held(creation)


@pytest.mark.django_db
def test_what_is_kept_while_a_save_runs_stays_unsaved(ada, creation, keep, upload, monkeypatch):
    keep(1)
    prepare = designing.prepare

    def slow(*arguments: Any) -> Any:
        keep(2)
        return prepare(*arguments)

    monkeypatch.setattr(designing, "prepare", slow)
    revision = actions.save_revision(creation=creation, member=ada, base=1)
    assert 2 not in colours(revision)
    monkeypatch.undo()
    upload()
    opened = actions.open_workbench(creation=creation, member=ada)
    assert (opened.epoch, opened.base, opened.newest) == (1, 2, 3), "what was kept during the save is still there"
    saved = actions.save_revision(creation=creation, member=ada, base=2, over=3)
    assert 2 in colours(saved)


@pytest.mark.django_db
def test_a_save_does_not_overwrite_a_revision_it_has_not_seen(ada, creation, keep, upload):
    keep(2)
    upload()
    with pytest.raises(Superseded) as refusal:
        actions.save_revision(creation=creation, member=ada, base=1)
    assert refusal.value.newest == 2
    assert creation.revisions.count() == 2
    saved = actions.save_revision(creation=creation, member=ada, base=1, over=2)
    assert (saved.number, colours(saved)) == (3, [1, 2, 4, 14]), "on top, knowingly"
    with pytest.raises(Superseded):
        actions.save_revision(creation=creation, member=ada, base=1, over=2)


@pytest.mark.django_db
def test_the_newer_is_taken_and_mine_becomes_a_copy(ada, creation, keep, upload):
    keep(2)
    newest = upload()
    copy = actions.keep_as_copy(creation=creation, member=ada, epoch=1)
    copy.refresh_from_db()
    assert (copy.upstream, copy.is_draft, colours(copy.current)) == (creation, True, [1, 2, 4, 14])
    opened = actions.open_workbench(creation=creation, member=ada)
    assert (opened.epoch, opened.base, opened.newest) == (2, newest.number, newest.number)
    with pytest.raises(NothingUnsaved):
        actions.keep_as_copy(creation=creation, member=ada, epoch=2)
    with pytest.raises(Elsewhere):
        actions.keep_as_copy(creation=creation, member=ada, epoch=1)
    assert Creation.objects.count() == 2, "what one click does, two clicks do once"


@pytest.mark.django_db
def test_what_both_changed_is_told(ada, creation, opened, upload):
    def recolour_the_first(shared: Any) -> None:
        lines = shared["main"]["lines"]
        first = next(line for line in lines if lines[line].get("colour") == 4)
        shared["main"]["lineFields"][f"{first}/colour"] = 2.0

    update = edited(opened.update, recolour_the_first)
    actions.keep_changes(creation=creation, member=ada, epoch=1, after=0, update=update)
    upload()
    found = designing.workbench_differences(creation=creation, member=ada)
    assert (found.base, found.newest) == (1, 2)
    assert (found.mine.recoloured, found.mine.added, found.theirs.added) == (1, 0, 2)
    assert found.both == []


@pytest.mark.django_db
def test_a_change_that_was_taken_back_does_not_keep_the_newer_revision_out(ada, creation, opened, keep, upload):
    kept = keep(2)
    whole = actions.open_workbench(creation=creation, member=ada).update
    back = edited(whole, lambda shared: shared["main"]["lines"].pop("new2"))
    actions.keep_changes(creation=creation, member=ada, epoch=1, after=kept.number, update=back)
    upload()
    assert actions.open_workbench(creation=creation, member=ada).epoch == 2


@pytest.mark.django_db
def test_a_change_that_says_nothing_is_no_work_to_save(ada, creation, opened, upload):
    """What a Studio sends again after an answer was lost; its set of deletions alone has ten bytes."""
    again = edited(opened.update, lambda shared: None)
    actions.keep_changes(creation=creation, member=ada, epoch=1, after=0, update=again)
    actions.keep_changes(creation=creation, member=ada, epoch=1, after=0, update=opened.update)
    newest = upload()
    assert actions.open_workbench(creation=creation, member=ada).base == newest.number


@pytest.mark.django_db
def test_what_is_hidden_stays_hidden_in_a_newer_layout(ada, creation, opened, upload):
    def hide(shared: Any) -> None:
        shared.doc.get("hidden", type=Map)["main/x"] = True

    actions.keep_changes(creation=creation, member=ada, epoch=1, after=0, update=edited(opened.update, hide))
    upload()
    opened = actions.open_workbench(creation=creation, member=ada)
    assert opened.epoch == 2
    assert list(document(opened.update).get("hidden", type=Map)) == ["main/x"]


def document(update: bytes) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc.apply_update(update)
    return doc


#: As the first version of the workbench laid a model out, with a brick added and one moved since.
SHAPE_1 = {
    "f0": {
        "name": "tower.ldr",
        "order": 0.0,
        "closed": False,
        "outside": "",
        "kind": "model",
        "steps": {"s0": {"order": 0.0, "end": "0 STEP"}, "s1": {"order": 1.0, "end": ""}},
        "lines": {
            "~0": {"step": "s0", "order": 0.0, "text": "0 Tower"},
            "a": {"step": "s0", "order": 1.0, "colour": 4.0, "transform": [0.0] * 3 + [1.0, 0.0, 0.0] * 3},
            "b": {"step": "s1", "order": 2.0, "colour": 1.0, "transform": [0.0] * 3 + [1.0, 0.0, 0.0] * 3},
        },
    }
}


def shape_1() -> bytes:
    doc: Doc[Any] = Doc()
    for entry in SHAPE_1["f0"]["lines"].values():
        if "colour" in entry:
            entry["reference"] = "3001.dat"
    file = {name: Map(value) if isinstance(value, dict) else value for name, value in SHAPE_1["f0"].items()}
    doc.get("files", type=Map)["f0"] = Map(file)
    doc.get("about", type=Map).update({"main": "f0", "packed": False, "preamble": ""})
    doc.get("locked", type=Map)["f0/a"] = True
    return doc.get_update()


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [True, False])
def test_an_open_workbench_of_the_first_shape_is_laid_out_anew_with_what_was_unsaved(ada, creation, changed):
    bench = Workbench.objects.create(creation=creation, base=creation.current, epoch=3, shape=1)
    number = bench.changes.create(update=shape_1()).pk
    if not changed:
        Workbench.objects.update(saved=number)
    opened = actions.open_workbench(creation=creation, member=ada)
    assert opened.epoch == 4
    assert list(document(opened.update).get("locked", type=Map)) == ["main/a"]
    update = edited(opened.update, add_brick(2))
    actions.keep_changes(creation=creation, member=ada, epoch=4, after=opened.number, update=update)
    assert colours(actions.save_revision(creation=creation, member=ada, base=1)) == [1, 2, 4]
    with pytest.raises(Elsewhere):
        actions.keep_changes(creation=creation, member=ada, epoch=3, after=number, update=update)


@pytest.mark.django_db
def test_unsaved_work_of_the_first_shape_is_still_unsaved(ada, creation, upload):
    bench = Workbench.objects.create(creation=creation, base=creation.current, epoch=1, shape=1)
    bench.changes.create(update=shape_1())
    upload()
    opened = actions.open_workbench(creation=creation, member=ada)
    assert (opened.epoch, opened.base, opened.newest) == (2, 1, 2)
    with pytest.raises(Superseded):
        actions.save_revision(creation=creation, member=ada, base=1)


@pytest.mark.django_db
def test_two_layouts_of_one_model_agree_on_their_keys(ada, creation, opened, upload):
    def keys(update: bytes) -> dict[str, set[str]]:
        main = document(update).get("files", type=Map)["main"].to_py()
        return {name: set(main[name]) for name in ("steps", "lines")}

    before = keys(opened.update)
    upload()
    after = keys(actions.open_workbench(creation=creation, member=ada).update)
    assert before["lines"] <= after["lines"]
    # The last step was empty and has parts now; the others are as they were.
    assert len(before["steps"] - after["steps"]) == 1 and len(before["steps"] & after["steps"]) == 3


@pytest.mark.django_db
def test_one_persons_colour_and_anothers_place_are_both_kept(ada, creation, opened):
    main = document(opened.update).get("files", type=Map)["main"].to_py()
    line = next(key for key, entry in main["lines"].items() if entry.get("colour") == 4)

    def field(name: str, value: Any) -> bytes:
        return edited(opened.update, lambda shared: shared["main"]["lineFields"].update({f"{line}/{name}": value}))

    place = [40.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
    for update in (field("colour", 2.0), field("transform", place)):
        actions.keep_changes(creation=creation, member=ada, epoch=1, after=0, update=update)
    revision = actions.save_revision(creation=creation, member=ada, base=1)
    placed = {p.id: p for p in ldraw.read(files.load(revision.model)).main.placements}[line]
    assert (placed.colour, list(placed.transform)) == (2, place)


def _in_thread(act: Callable[[], Any], answers: list[Any]) -> threading.Thread:
    def run() -> None:
        try:
            answers.append(act())
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_change_of_an_old_layout_never_lands_in_a_new_one(ada, creation, keep, upload, monkeypatch):
    """The change comes while the workbench is being laid out anew: it waits, and is refused."""
    upload()
    inside, go_on = threading.Event(), threading.Event()
    to_shared = keeping.to_shared

    def slow(document: Any) -> Any:
        inside.set()
        go_on.wait(10)
        return to_shared(document)

    monkeypatch.setattr(keeping, "to_shared", slow)
    opened_again: list[Any] = []
    answers: list[Any] = []
    opening = _in_thread(lambda: actions.open_workbench(creation=creation, member=ada), opened_again)
    assert inside.wait(10)
    keeping_one = _in_thread(lambda: keep(2), answers)
    keeping_one.join(0.5)
    assert keeping_one.is_alive(), "it waits for the lock"
    go_on.set()
    opening.join()
    keeping_one.join()
    assert isinstance(answers[0], Elsewhere) and opened_again[0].epoch == 2
    assert Workbench.objects.get().changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_six_openings_at_once_lay_out_once(ada, creation):
    answers: list[Any] = []
    for thread in [
        _in_thread(lambda: actions.open_workbench(creation=creation, member=ada), answers) for _ in range(6)
    ]:
        thread.join()
    assert {(opened.epoch, opened.number) for opened in answers} == {(1, answers[0].number)}


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_make_one_revision(ada, creation, keep):
    keep(2)
    answers: list[Any] = []
    for thread in [
        _in_thread(lambda: actions.save_revision(creation=creation, member=ada, base=1), answers) for _ in range(2)
    ]:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) == ["Revision", "Superseded"]
    assert creation.revisions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_to_a_deleted_creation_is_refused_in_a_sentence(ada, creation, keep):
    stale = Creation.objects.get(pk=creation.pk)
    actions.delete_creation(creation=creation, member=ada)
    with pytest.raises(Gone):
        actions.keep_changes(creation=stale, member=ada, epoch=1, after=0, update=b"")
    with pytest.raises(Gone):
        actions.open_workbench(creation=stale, member=ada)
    with pytest.raises(Gone):
        actions.save_revision(creation=stale, member=ada, base=1)
    assert not Workbench.objects.exists()
