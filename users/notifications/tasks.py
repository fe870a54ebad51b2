"""The task that tells events: notifications, mails, and work for the apps that act on them."""

from __future__ import annotations

import logging
import time

from celery import shared_task
from django.db import transaction

from ..mails.actions import wake_sender
from ..mails.models import Mail
from ..models import Member
from ..work import attempts
from ..work.actions import ask
from ..work.waking import wake_now
from . import live, registry, subjects
from .mails import COMPOSER
from .models import Delivery, Event, Notification

logger = logging.getLogger(__name__)

BATCH = 20
#: Seconds after which a round ends and another one is asked for: well within its task's time limit.
ROUND = 30.0


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
        told += sum(_tell(event) for event in batch)
        if time.monotonic() > end:
            wake_now(drain_events)
            break
    return told


def _claim() -> list[Event]:
    """New events, in their order; when there are none, one that went wrong before: alone, as it may kill its worker."""
    new = attempts.claim(Event.objects.filter(attempts=0).order_by("pk"), BATCH)
    return new or attempts.claim(Event.objects.order_by("next_attempt_at", "pk"), 1)


def _tell(event: Event) -> bool:
    try:
        with transaction.atomic():
            if not attempts.hold(event):
                return False
            for kind in registry.handlers(event.kind):
                ask(kind=kind, subject=f"event:{event.pk}")
            told = _notify(event)
            attempts.finish(event)
    except Exception as error:
        logger.exception("event %s cannot be told (attempt %d)", event.pk, event.attempts)
        attempts.put_off(event, error)
        return False
    live.announce(told)
    return True


def _notify(event: Event) -> list[int]:
    kind = registry.get(event.kind)
    if kind is None:
        return []
    wanted = {member for member in kind.recipients(event) if member and member != event.actor_id}
    members = Member.objects.filter(id__in=subjects.hearers(event, wanted), is_active=True).order_by("id")
    happening = kind.happening(event)
    Notification.objects.bulk_create(
        [
            Notification(event=event, member_id=member, happening=happening)
            for member in members.values_list("id", flat=True)
        ],
        ignore_conflicts=True,
    )
    # Asked again: those who were told of this happening before have no new notification.
    told = Notification.objects.filter(event=event)
    if kind.email:
        _mail(event)
    return list(told.values_list("member_id", flat=True))


def _mail(event: Event) -> None:
    """A mail for each notification of the event whose member wants mails and that has none yet."""
    told = list(Notification.objects.filter(event=event, member__wants_email=True, deliveries=None).order_by("pk"))
    if told:
        mails = Mail.objects.bulk_create([Mail(composer=COMPOSER) for _ in told])
        Delivery.objects.bulk_create(
            [
                Delivery(notification=one, channel=Delivery.Channel.EMAIL, mail=mail)
                for one, mail in zip(told, mails, strict=True)
            ]
        )
        wake_sender()
