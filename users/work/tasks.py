"""The tasks that do the work of each queue, and the clock's, which finds what was lost or never sent."""

from __future__ import annotations

from datetime import timedelta

from celery import Task, shared_task
from django.utils import timezone

from . import attempts, kinds
from .models import State, Work
from .running import run_next
from .waking import wake, wake_now

#: What is done is remembered for a while.
KEEP_DONE = timedelta(days=7)


@shared_task
def work_now() -> None:
    """What should happen at once, such as what other apps do about an event."""
    _work("now")


@shared_task
def work_on_pictures() -> None:
    """Scenes and pictures."""
    _work("pictures")


@shared_task
def work_on_plans() -> None:
    """Which shops supply what somebody wants."""
    _work("plans")


@shared_task
def work_long() -> None:
    """What takes minutes."""
    _work("long")


_tasks: dict[str, Task] = {"now": work_now, "pictures": work_on_pictures, "plans": work_on_plans, "long": work_long}


def wake_queue(queue: str) -> None:
    """Wake a worker of the queue once the transaction is committed."""
    wake(_tasks[queue])


def wake_queues() -> None:
    """Wake a worker of every queue in which something is due."""
    for queue, task in _tasks.items():
        if _due(queue):
            wake(task)


def _work(queue: str) -> None:
    """One piece of work a message, so that a time limit is that of one; while there is more, another message."""
    done = run_next(queue)
    if done is not None and _due(queue):
        wake_now(_tasks[queue])


def _due(queue: str) -> bool:
    return attempts.due(Work.objects.filter(kind__in=kinds.in_queue(queue))).exists()


@shared_task
def look_after_work() -> int:
    """Let what a worker lost wait again, wake workers for all that is due, forget what was done long ago.

    Returns how much had been lost.
    """
    lost = attempts.return_lost(Work.objects.all())
    wake_queues()
    old = Work.objects.filter(state=State.DONE, finished_at__lt=timezone.now() - KEEP_DONE)
    Work.objects.filter(pk__in=old.values("pk")[:1000]).delete()
    return lost
