"""The task that tells events: notifications, and work for the apps that act on them."""

from __future__ import annotations

import logging
import time

from celery import shared_task
from django.db import transaction

from ..work import attempts
from ..work.actions import ask
from ..work.waking import wake_now
from . import live, registry
from .fan_out import Span, fan_out
from .gathering import gather
from .models import Event
from .retention import prune

logger = logging.getLogger(__name__)

BATCH = 20
#: Seconds after which a round ends and another one is asked for: well within its task's time limit.
ROUND = 30.0
#: The same for the night's pruning.
PRUNING = 600.0


@shared_task
def drain_events() -> int:
    """Tell every event that is due; returns how many were told.

    An event and its notifications change in one transaction: a worker killed at any point leaves the event either told or
    to be told again. One that raises is tried a few times, out of the way of the others, and then parked with its error.
    """
    attempts.return_lost(Event.objects.all())
    end = time.monotonic() + ROUND
    told = 0
    while batch := _claim():
        told += _tell_all(batch)
        if time.monotonic() > end:
            wake_now(drain_events)
            break
    return told


@shared_task
def gather_mails() -> int:
    """Make mails of the notifications whose time has come; returns of how many."""
    end = time.monotonic() + ROUND
    decided = 0
    while (some := gather()) and time.monotonic() < end:
        decided += some
    return decided + some


@shared_task(acks_late=True)
def prune_notifications() -> dict[str, int]:
    """Forget what was read long ago; what is left when the time is over waits for the next night."""
    return prune(seconds=PRUNING)


def _claim() -> list[Event]:
    """New events, in their order; when there are none, one that went wrong before: alone, as it may kill its worker."""
    new = attempts.claim(Event.objects.filter(attempts=0).order_by("pk"), BATCH)
    return new or attempts.claim(Event.objects.order_by("next_attempt_at", "pk"), 1)


def _tell_all(batch: list[Event]) -> int:
    """Tell each in a transaction of its own, and open pages of all in one message; returns how many were told."""
    spans: list[Span] = []
    told = sum(_tell(event, spans) for event in batch)
    if spans:
        live.announce(min(span.first for span in spans), max(span.last for span in spans))
    return told


def _tell(event: Event, spans: list[Span]) -> bool:
    try:
        with transaction.atomic():
            if not attempts.hold(event):
                return False
            for kind in registry.handlers(event.kind):
                ask(kind=kind, subject=f"event:{event.pk}")
            span = fan_out(event)
            attempts.finish(event)
    except Exception as error:
        logger.exception("event %s cannot be told (attempt %d)", event.pk, event.attempts)
        attempts.put_off(event, error)
        return False
    if span is not None:
        spans.append(span)
    return True
