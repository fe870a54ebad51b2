"""Record that something happened."""

from __future__ import annotations

from django.db import transaction
from kombu.exceptions import OperationalError

from ..models import Member
from .event_data import EventData
from .models import Event
from .tasks import drain_events


def record(happened: EventData, *, actor: Member | None, subject: str = "") -> Event:
    """Write an event in the caller's transaction, and wake the drain once that is committed.

    `happened` is of the class that the event's kind has in its app's `events`; `subject` as in `Event`.
    The broker may be down: the event is in the database, and the schedule drains it later.
    """
    event = Event.objects.create(kind=happened.kind, actor=actor, subject=subject, data=happened.as_json())
    transaction.on_commit(_wake, robust=True)
    return event


def _wake() -> None:
    try:
        drain_events.apply_async(retry=False)
    except OperationalError:
        pass
