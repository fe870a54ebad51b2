"""What workers do, done by the test itself."""

from __future__ import annotations

from django.utils import timezone

from creations.models import Revision
from creations.models.making import subject_of
from prosum import mailbox
from users.mails.sending import send_waiting
from users.notifications.gathering import gather
from users.notifications.models import Notification
from users.work import attempts
from users.work.actions import ask
from users.work.models import Work
from users.work.running import run, run_next


def do(kind: str, subject: str) -> Work:
    """One piece of work, asked for if nobody has; returns what became of it."""
    ask(kind=kind, subject=subject, again=True)
    (work,) = attempts.claim(Work.objects.filter(kind=kind, subject=subject), 1)
    run(work)
    work.refresh_from_db()
    return work


def draw(kind: str, revision: Revision) -> Work:
    """One of the pictures of a revision's model, or its scene."""
    return do(kind, subject_of(revision.model))


def post() -> list[mailbox.Kept]:
    """Send all mails that are due, notifications without their wait; the newest of those that ever came, first."""
    Notification.objects.filter(mail_as="at_once", mail_at__isnull=False).update(mail_at=timezone.now())
    while gather():
        pass
    send_waiting()
    return mailbox.mails()


def work_off(queue: str) -> list[Work]:
    """All that is due in a queue, in its order; returns what became of each."""
    done = []
    while (work := run_next(queue)) is not None:
        done.append(Work.objects.get(pk=work.pk))
    return done
