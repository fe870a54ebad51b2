"""Record that something happened."""

from __future__ import annotations

from ..models import Member
from ..work.waking import wake
from .event_data import EventData
from .models import Event
from .tasks import drain_events


def record(happened: EventData, *, actor: Member | None, subject: str = "") -> Event:
    """Write an event in the caller's transaction, and wake the drain once that is committed.

    `happened` is of the class that the event's kind has in its app's `events`; `subject` as in `Event`.
    The broker may be down: the event is in the database, and the schedule drains it later.
    """
    event = Event.objects.create(kind=happened.kind, actor=actor, subject=subject, data=happened.as_json())
    wake(drain_events)
    return event
