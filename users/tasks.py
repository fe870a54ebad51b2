"""What looks after itself, by the clock."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from . import counters
from .models import Submission


@shared_task(acks_late=True)
def repair_counters() -> int:
    """Set counters right that are not; returns how many there were. None is expected: each is a fault to be found."""
    return len(counters.repair())


@shared_task(acks_late=True)
def forget_submissions() -> int:
    """Nobody clicks a second time after a day; returns how many were forgotten."""
    return Submission.objects.filter(made_at__lt=timezone.now() - timedelta(days=1)).delete()[0]


@shared_task(acks_late=True)
def forget_sessions() -> None:
    """Sessions lie in the database; those that ended are of no use to anybody."""
    SessionStore.clear_expired()
