"""Record that something happened."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

from ..models import Member
from .models import Event


def record(kind: str, *, actor: Member | None, subject: str = "", **data: Any) -> Event:
    """Write an event in the caller's transaction, and wake the drain once that is committed.

    The broker may be down: the event is in the database, and the schedule drains it later.
    """
    event = Event.objects.create(kind=kind, actor=actor, subject=subject, data=data)
    transaction.on_commit(_wake, robust=True)
    return event


def _wake() -> None:
    from .tasks import drain_events

    try:
        drain_events.apply_async(retry=False)
    except OperationalError:
        pass
