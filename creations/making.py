"""What is made in the background: a model's scene pack and pictures, which of its pieces nobody sees, a revision's booklets.

All but booklets are made from a model's bytes alone, so their work's subject is the model: every revision that holds it,
forks' included, gets them at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.models import F, JSONField, Value
from django.db.models.expressions import CombinedExpression
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from users import files
from users.pictures import picture_name, store_image
from users.work import actions as work
from users.work.kinds import CannotBeDone, Job, Keep, Kind
from users.work.models import UNFINISHED, Work
from users.work.running import Lost

from . import ldraw
from .kept_models import kept_document, kept_limits
from .models import Booklet, Revision
from .models.making import BOOKLET, PICTURE, PREVIEW, SCENE, UNSEEN, model_of, subject_of


def ask_for_pictures(revision: Revision, *, again: bool = False) -> None:
    """Let scene and pictures of a revision's model be made and its unseen pieces be found, in the caller's transaction."""
    for kind in (SCENE, PREVIEW, PICTURE, UNSEEN):
        work.ask(kind=kind, subject=subject_of(revision.model), again=again)


def ask_for_booklet(booklet: Booklet) -> None:
    """Let a booklet be made, in the caller's transaction; also one that could not be made before."""
    work.ask(kind=BOOKLET, subject=booklet.subject, again=True)


def hold_still(revision: Revision) -> None:
    """Within a transaction: what is being made of the revision's model is kept after the transaction, or was before it.

    Without that a copy of the revision could miss a result that is kept between reading and writing it.
    """
    unfinished = Work.objects.filter(subject=subject_of(revision.model), state__in=UNFINISHED)
    list(unfinished.select_for_update().order_by("pk"))
    revision.refresh_from_db(fields=["scene", "picture", "facts"])


@contextmanager
def _explained() -> Iterator[None]:
    """What is wrong with the model itself stays wrong: it is said, not tried again."""
    try:
        yield
    except (ldraw.LDrawError, ValueError) as error:
        raise CannotBeDone(str(error)) from error


@_explained()
def make_scene(job: Job) -> Keep | None:
    """The .glb of a model, with the steps of its instructions: also those found for files without."""
    from .drawings.instructions import keep_plan, planned
    from .rendering.scene_pack import scene_pack

    mine = _with_model(job)
    revision = mine.first()
    if revision is None:
        return None
    made = mine.exclude(scene="").first()
    if made is not None:
        name, steps = made.scene, made.facts.get("steps", 0)
    else:
        plan, model = planned(revision)
        name, steps = files.store(scene_pack(model), folder="scenes", ending=".glb"), model.steps
        keep_plan(revision, name, plan)
    return lambda: _update(mine.filter(scene=""), scene=name, facts=_with_facts(steps=steps))


@_explained()
def make_preview(job: Job) -> Keep | None:
    """A quick picture of a model that has none yet. If it fails, the real one is on its way."""
    from .rendering.model import load
    from .rendering.quick_look import quick_look

    mine = _with_model(job).filter(picture="")
    revision = mine.first()
    if revision is None:
        return None
    name = _keep_picture(revision, quick_look(load(kept_document(revision), kept_limits())), "preview")
    return lambda: _update(mine, picture=name)


@_explained()
def make_picture(job: Job) -> Keep | None:
    """Path-trace the picture of a model."""
    from .rendering.model import load
    from .rendering.path_tracing import LOOK, Shot, render

    mine = _with_model(job)
    revision = mine.first()
    if revision is None:
        return None
    shot = Shot(**settings.PROSUM_SHOT)
    kind = f"{shot} of look {LOOK}"
    name = _picture_name(revision, kind)
    if not mine.filter(picture=name).exists():
        model = load(kept_document(revision), kept_limits())
        _keep_picture(revision, render(model, shot, _while_wanted(job)), kind)
    return lambda: _update(mine, picture=name)


@_explained()
def find_unseen(job: Job) -> Keep | None:
    """Which pieces of a model nobody sees from outside, kept among the facts of its revisions (`hidden_pieces`)."""
    from .rendering.model import load
    from .rendering.unseen import unseen

    mine = _with_model(job)
    revision = mine.first()
    if revision is None:
        return None
    found = unseen(load(kept_document(revision), kept_limits()), _while_wanted(job))
    listed = [[part, colour, pieces] for (part, colour), pieces in sorted((found or {}).items())]
    return lambda: _update(mine, facts=_with_facts(unseen=listed))


def make_booklet(job: Job) -> Keep | None:
    """The PDF of a revision's building instructions, its sentences in the language it was asked in."""
    mine = Booklet.objects.filter(pk=job.subject.removeprefix("booklet:"))
    booklet = mine.select_related("revision__creation__owner").first()
    if booklet is None:
        return None
    with translation.override(booklet.language):
        return _print(booklet, job)


@_explained()
def _print(booklet: Booklet, job: Job) -> Keep:
    from .drawings.booklets import print_booklet

    file, pages = print_booklet(booklet, job.progress)
    return lambda: _update(Booklet.objects.filter(pk=booklet.pk), file=file, pages=pages)


def _with_model(job: Job) -> Any:
    return Revision.objects.filter(model=model_of(job.subject)).order_by("pk")


def _while_wanted(job: Job) -> Callable[[float], None]:
    """Tell how far it is, and stop when the last revision of the model was deleted."""

    def tell(share: float) -> None:
        if not _with_model(job).exists():
            raise Lost
        job.progress(share)

    return tell


def _update(rows: Any, **changes: object) -> None:
    rows.update(**changes)


def _with_facts(**facts: int | list[list[Any]]) -> CombinedExpression:
    """Each revision's own facts, with some more: the same model may lie in files of several names."""
    more = Value(facts, output_field=JSONField())
    return CombinedExpression(F("facts"), "||", more, output_field=JSONField())


def _digest(revision: Revision, kind: str) -> str:
    return hashlib.sha256(f"{revision.model} {kind}".encode()).hexdigest()


def _picture_name(revision: Revision, kind: str) -> str:
    return picture_name(_digest(revision, kind))


def _keep_picture(revision: Revision, image: Any, kind: str) -> str:
    """Keep a rendered image under a name made from what it shows and how."""
    return store_image(image, _digest(revision, kind)).name


#: Everybody's first look before anybody's fine portrait.
KINDS = (
    Kind(SCENE, _("3D scene"), make_scene, queue="pictures", priority=0),
    Kind(PREVIEW, _("quick picture"), make_preview, queue="pictures", priority=3, attempts=2),
    Kind(PICTURE, _("fine picture"), make_picture, queue="pictures", priority=6),
    Kind(UNSEEN, _("hidden pieces"), find_unseen, queue="long", priority=5, attempts=2),
    Kind(BOOKLET, _("booklet"), make_booklet, queue="long", priority=4),
)
