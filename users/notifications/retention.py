"""What is forgotten, and when: a page of rows at a time, each in a transaction of its own, never one huge DELETE.

Rows are walked in the order of their ids, which is that of their time, up to the first that is too young: each is looked at
once a night, and only the old ones. Events of kinds that outlive their subject stay: apps ask whether something was told.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from ..work.models import State
from . import registry
from .models import Delivery, Digest, Event, Notification

#: Rows of one transaction.
BATCH = 2000
#: A digest is remembered while some zone still has its day.
KEEP_DIGESTS = timedelta(days=3)


def prune(seconds: float) -> dict[str, int]:
    """Forget what is old, for so many seconds at most; returns how much of each there was."""
    now, end = timezone.now(), time.monotonic() + seconds
    read = now - timedelta(days=settings.PROSUM_KEEP_READ_DAYS)
    unread = now - timedelta(days=settings.PROSUM_KEEP_UNREAD_DAYS)
    over = (Q(read_at__lt=read) | Q(created_at__lt=unread)) & Q(mail_at=None)
    notifications = sum(
        _forget(Notification.objects.filter(over, pk__in=ids), _with_deliveries)
        for ids in _old(Notification.objects.all(), max(read, unread), end)
    )
    told = Notification.objects.filter(event=OuterRef("pk"))
    done = Event.objects.filter(~Exists(told), state=State.DONE).exclude(kind__in=registry.outliving())
    events = sum(_forget(done.filter(pk__in=ids), _raw) for ids in _old(Event.objects.all(), read, end))
    digests = Digest.objects.filter(local_date__lt=(now - KEEP_DIGESTS).date()).delete()[0]
    return {"notifications": notifications, "events": events, "digests": digests}


def _old(rows: QuerySet[Any], young: datetime, end: float) -> Iterator[Sequence[int]]:
    """The ids of rows made before `young`, a batch at a time, oldest first, until the time is over."""
    after = 0
    while time.monotonic() < end:
        batch = list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", "created_at")[:BATCH])
        old = [pk for pk, made in batch if made < young]
        if old:
            yield old
        if len(batch) < BATCH or len(old) < len(batch):
            return
        after = batch[-1][0]


def _forget(rows: QuerySet[Any], delete: Callable[[QuerySet[Any]], int]) -> int:
    with transaction.atomic():
        held = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
        return delete(rows.model._default_manager.filter(pk__in=held)) if held else 0


def _with_deliveries(rows: QuerySet[Notification]) -> int:
    _raw(Delivery.objects.filter(notification__in=rows.values("pk")))
    return _raw(rows)


def _raw(rows: QuerySet[Any]) -> int:
    """One DELETE, without reading the rows: nothing listens to their signals and nothing else names them."""
    model: type[Model] = rows.model
    return int(model._default_manager.filter(pk__in=rows.values("pk"))._raw_delete(rows.db))
