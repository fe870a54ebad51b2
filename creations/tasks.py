"""Celery tasks that make a revision's scene pack, picture and booklets. Each is safe to run twice and picks up after a lost worker."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from celery import shared_task
from celery.utils.log import get_task_logger
from django.conf import settings
from django.db.models import F, JSONField, Q, Value
from django.db.models.expressions import CombinedExpression
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from users import files
from users.pictures import store_image

from . import ldraw
from .models import Booklet, Revision, WorkState

logger = get_task_logger(__name__)

#: A task that said nothing for this long is taken for lost; no picture takes half of it.
LOST_AFTER = timedelta(minutes=10)
RETRIES = 3


def render_revision(revision_id: int) -> None:
    """Ask the workers for scene pack and picture. Without a broker the schedule asks again later."""
    try:
        # Everybody's first look before anybody's fine portrait (0 is the most urgent).
        make_scene.apply_async([revision_id], retry=False, priority=0)
        make_preview.apply_async([revision_id], retry=False, priority=3)
        make_picture.apply_async([revision_id], retry=False, priority=6)
    except OperationalError:
        logger.warning("the broker is away; revision %s is rendered later", revision_id)


@shared_task(bind=True, max_retries=RETRIES, acks_late=True)
def make_scene(self, revision_id: int) -> None:  # type: ignore[no-untyped-def]
    """Build and keep the .glb of a revision, with the steps of its instructions: also those found for files without."""
    from .drawings.instructions import keep_plan, planned
    from .rendering.scene_pack import scene_pack

    revision = _begin(revision_id, "scene")
    if revision is None:
        return
    try:
        plan, model = planned(revision)
        name = files.store(scene_pack(model), folder="scenes", ending=".glb")
        keep_plan(revision, name, plan)
        _finish(revision, "scene", name, facts=_with_facts(steps=model.steps))
    except Exception as error:
        _fail(self, revision, "scene", error)


@shared_task(acks_late=True)
def make_preview(revision_id: int) -> None:
    """A quick picture of a revision that has none yet. If it fails, the real one is on its way."""
    from .rendering.model import load
    from .rendering.path_tracing import PREVIEW, render

    revision = Revision.objects.filter(pk=revision_id, picture="").first()
    if revision is not None:
        _keep_picture(revision, render(load(_document(revision), ldraw.Limits()), PREVIEW), "preview")


@shared_task(bind=True, max_retries=RETRIES, acks_late=True)
def make_picture(self, revision_id: int) -> None:  # type: ignore[no-untyped-def]
    """Path-trace the picture of a revision."""
    from .rendering.model import load
    from .rendering.path_tracing import Shot, render

    revision = _begin(revision_id, "picture")
    if revision is None:
        return
    try:
        model = load(_document(revision), ldraw.Limits())
        shot = Shot(**settings.PROSUM_SHOT)
        finished = render(model, shot, lambda share: _progress(revision, share))
        name = _keep_picture(revision, finished, f"{shot}")
        _finish(revision, "picture", name)
    except Exception as error:
        _fail(self, revision, "picture", error)


@shared_task
def resume_renderings() -> int:
    """Ask again for what was lost with a broker or a worker; returns for how many revisions."""
    unfinished = [WorkState.WAITING, WorkState.WORKING]
    lost = Revision.objects.filter(
        Q(scene_state__in=unfinished) | Q(picture_state__in=unfinished), worked_at__lt=timezone.now() - LOST_AFTER
    )
    ids = list(lost.order_by("worked_at").values_list("pk", flat=True)[:50])
    Revision.objects.filter(pk__in=ids).update(worked_at=timezone.now())
    for revision_id in ids:
        render_revision(revision_id)
    booklets = Booklet.objects.filter(state__in=unfinished, worked_at__lt=timezone.now() - LOST_AFTER)
    for booklet_id in booklets.order_by("worked_at").values_list("pk", flat=True)[:50]:
        Booklet.objects.filter(pk=booklet_id).update(worked_at=timezone.now())
        ask_for_booklet(booklet_id)
    return len(ids)


def ask_for_booklet(booklet_id: int) -> None:
    """Ask the workers for a booklet. Without a broker the schedule asks again later."""
    try:
        make_booklet.apply_async([booklet_id], retry=False, priority=4)
    except OperationalError:
        logger.warning("the broker is away; booklet %s is made later", booklet_id)


@shared_task(acks_late=True)
def make_booklet(booklet_id: int) -> None:
    """Make the PDF of a revision's building instructions."""
    from .drawings.booklets import print_booklet

    booklet = Booklet.objects.select_related("revision__creation__owner").filter(pk=booklet_id).first()
    if booklet is None or not booklet.is_being_made:
        return
    mine = Booklet.objects.filter(pk=booklet_id)

    def tell(share: float) -> None:
        mine.update(state=WorkState.WORKING, progress=round(share * 100), worked_at=timezone.now())

    tell(0)
    with translation.override(booklet.language):
        try:
            file, pages = print_booklet(booklet, tell)
            mine.update(state=WorkState.DONE, file=file, pages=pages, progress=100)
        except (ldraw.LDrawError, ValueError) as error:
            mine.update(state=WorkState.FAILED, error=str(error)[:300])
        except Exception:
            logger.exception("booklet %s failed", booklet_id)
            mine.update(state=WorkState.FAILED, error=_("Something went wrong on our side."))


def _document(revision: Revision) -> ldraw.Document:
    return ldraw.read(files.load(revision.model), name=revision.file_name)


def _begin(revision_id: int, what: str) -> Revision | None:
    """The revision, marked as being worked on; None when it is gone or done."""
    revision = Revision.objects.filter(pk=revision_id).first()
    if revision is None or getattr(revision, f"{what}_state") == WorkState.DONE:
        return None
    _update(revision, **{f"{what}_state": WorkState.WORKING})
    return revision


def _finish(revision: Revision, what: str, name: str, **more: object) -> None:
    """Keep the result for every revision of the same model: forks share what they have not changed."""
    changes = {what: name, f"{what}_state": WorkState.DONE, "work_error": "", **more}
    Revision.objects.filter(model=revision.model).exclude(**{f"{what}_state": WorkState.DONE}).update(**changes)


def _with_facts(**facts: int) -> CombinedExpression:
    """Each revision's own facts, with some more: the same model may lie in files of several names."""
    more = Value(facts, output_field=JSONField())
    return CombinedExpression(F("facts"), "||", more, output_field=JSONField())


def _progress(revision: Revision, share: float) -> None:
    Revision.objects.filter(model=revision.model, picture_state__in=[WorkState.WAITING, WorkState.WORKING]).update(
        progress=round(share * 100), worked_at=timezone.now()
    )


def _keep_picture(revision: Revision, image, kind: str) -> str:  # type: ignore[no-untyped-def]
    """Keep a rendered image under a name made from what it shows and how."""
    name = store_image(image, hashlib.sha256(f"{revision.model} {kind}".encode()).hexdigest()).name
    Revision.objects.filter(model=revision.model).exclude(picture_state=WorkState.DONE).update(picture=name)
    return name


def _update(revision: Revision, **changes: object) -> None:
    Revision.objects.filter(pk=revision.pk).update(worked_at=timezone.now(), **changes)


def _fail(task, revision: Revision, what: str, error: Exception) -> None:  # type: ignore[no-untyped-def]
    """Try again a little later; after the last try the page says that it failed."""
    logger.exception("the %s of revision %s failed", what, revision.pk)
    final = isinstance(error, ldraw.LDrawError | ValueError) or task.request.retries >= RETRIES
    state = WorkState.FAILED if final else WorkState.WAITING
    _update(revision, **{f"{what}_state": state, "work_error": str(error)[:300]})
    if not final:
        raise task.retry(exc=error, countdown=5 * 4**task.request.retries)
