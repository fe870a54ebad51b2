"""What is to be done in the background, as rows.

    asked for ──> WAITING ──claimed──> RUNNING ──────────────> DONE
    (in the         ^  ^                 │ │ │
    asker's         │  └─ raised, or its ┘ │ └─ cannot be done ─> FAILED   (a sentence for the person who waits)
    transaction)    │     worker is lost   │
                    │                      └─ tried too often ──> PARKED   (the error for the operator)
                    └──────── asked for again, or retried ───────── DONE, FAILED, PARKED

Committing wakes a worker; where that fails (no broker), the clock wakes one soon. A claim is one short transaction that
counts an attempt; the work itself runs outside of any transaction while a heartbeat says that its worker lives. A row
whose heart stopped for `LOST_AFTER` was lost with its worker and waits again, or is parked. Claims are numbered by their
attempt: one that was taken for lost and comes back late finds the row in other hands and changes nothing.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .kinds import find

#: A heart that is silent for this long has stopped; it beats every few seconds (`running.Heartbeat`).
LOST_AFTER = timedelta(seconds=30)


class State(models.TextChoices):
    """Where a piece of work is; see the picture above."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    PARKED = "parked", _("parked")


UNFINISHED = (State.WAITING, State.RUNNING)


class Attempted(models.Model):
    """A row that workers attempt until it is done or parked. `users.work.attempts` moves it; nothing else does.

    `heartbeat` is the last sign of life of the worker that holds it, `error` what went wrong last, for the operator.
    """

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    heartbeat = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=State.RUNNING) | models.Q(heartbeat__isnull=False),
                name="%(class)s_running_has_heart",
            )
        ]
        indexes = [
            models.Index(
                fields=["state", "next_attempt_at"],
                name="%(class)s_unfinished",
                condition=models.Q(state__in=UNFINISHED),
            )
        ]

    @property
    def most_attempts(self) -> int:
        """After so many it is parked."""
        return 5

    @property
    def is_unfinished(self) -> bool:
        """Whether it is still to be done."""
        return self.state in UNFINISHED


class Work(Attempted):
    """One piece of work: `kind` names who does it (`users.work.kinds`), `subject` what for, such as `booklet:12`.

    The same asked for twice is one row. `progress` counts to 100; `sentence` tells the person who waits why it failed.
    """

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=160)
    priority = models.PositiveSmallIntegerField(default=5)
    progress = models.PositiveSmallIntegerField(default=0)
    sentence = models.CharField(max_length=300, blank=True)

    class Meta(Attempted.Meta):
        constraints = [
            *Attempted.Meta.constraints,
            models.UniqueConstraint(fields=["kind", "subject"], name="work_once"),
        ]
        indexes = [*Attempted.Meta.indexes, models.Index(fields=["subject"], name="work_of_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def most_attempts(self) -> int:
        """How often its kind is tried before it is parked."""
        kind = find(self.kind)
        return kind.attempts if kind is not None else super().most_attempts

    @property
    def has_failed(self) -> bool:
        """Whether nobody is trying any more."""
        return self.state in (State.FAILED, State.PARKED)
