"""Ask for work in the background."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from . import attempts, kinds
from .models import State, Work
from .tasks import wake_queue


def ask(*, kind: str, subject: str, again: bool = False) -> Work:
    """Let `kind` be done for `subject`: one row however often it is asked, in the caller's transaction.

    What was done is done anew. What failed or was parked stays so, unless `again` says that somebody wants another try.
    """
    known = kinds.get(kind)
    with transaction.atomic():
        work, made = Work.objects.select_for_update().get_or_create(
            kind=kind, subject=subject, defaults={"priority": known.priority}
        )
        if not made and (work.state == State.DONE or (again and work.has_failed)):
            Work.objects.filter(pk=work.pk).update(
                state=State.WAITING,
                attempts=0,
                next_attempt_at=timezone.now(),
                error="",
                sentence="",
                progress=0,
                finished_at=None,
            )
            work.refresh_from_db()
            made = True
        if made:
            wake_queue(known.queue)
    return work


def forget(*, subject: str) -> None:
    """The subject goes: nothing is done for it any more, and who is at it stops at their next sign of life."""
    Work.objects.filter(subject=subject).delete()


def retry(*, work: Work) -> None:
    """Let the operator have it tried anew."""
    with transaction.atomic():
        attempts.retry(Work.objects.filter(pk=work.pk))
        known = kinds.find(work.kind)
        if known is not None:
            wake_queue(known.queue)
