"""Who may hear of what an event happened to. Apps register the kinds of subjects that are not everybody's to know.

Asked when an event becomes notifications, when a notification is sent, and when it is read: what was public when it
happened may have been taken back or hidden since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from django.db.models import QuerySet

from ..input.numbers import whole
from ..models import Member
from .models import Event


class Subject(Protocol):
    """The subjects of one kind, by id. One that is gone is nobody's secret any more."""

    def known_to(self, member: Member, ids: Collection[int]) -> set[int]:
        """Which of these the member may hear of."""

    def audience(self, pk: int) -> QuerySet[Member]:
        """All who may hear of it, each once."""

    def now(self, ids: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """What is true of those that are there: their words by the names that events' data have for them."""


_subjects: dict[str, Subject] = {}


def register(kind: str, subject: Subject) -> None:
    """Let `subject` answer for events whose subject is `kind:id`."""
    _subjects[kind] = subject


def audience(event: Event) -> QuerySet[Member]:
    """All members who may be told of the event."""
    kind, pk = _parts(event)
    return _subjects[kind].audience(pk) if kind in _subjects else Member.objects.all()


def withheld(member: Member, events: Iterable[Event]) -> set[int]:
    """The ids of the events whose subject the member may not know of now; one query a kind of subject."""
    by_kind: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        kind, pk = _parts(event)
        if kind in _subjects:
            by_kind[kind][pk].append(event.pk)
    kept_back: set[int] = set()
    for kind, found in by_kind.items():
        unknown = set(found) - _subjects[kind].known_to(member, list(found))
        kept_back.update(event for pk in unknown for event in found[pk])
    return kept_back


def now(events: Iterable[Event]) -> dict[int, Mapping[str, Any] | None]:
    """What is true now of each event's subject, by the event's id: None when it is gone, nothing when nobody knows."""
    by_kind: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    found: dict[int, Mapping[str, Any] | None] = {}
    for event in events:
        kind, pk = _parts(event)
        found[event.pk] = {}
        if kind in _subjects:
            by_kind[kind][pk].append(event.pk)
    for kind, wanted in by_kind.items():
        true = _subjects[kind].now(list(wanted))
        found.update({event: true.get(pk) for pk, events_of in wanted.items() for event in events_of})
    return found


def _parts(event: Event) -> tuple[str, int]:
    kind, _colon, number = event.subject.partition(":")
    found = whole(number)
    return (kind, found) if found is not None else ("", 0)
