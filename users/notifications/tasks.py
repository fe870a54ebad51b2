"""Celery tasks that turn events into notifications and send deliveries. Safe to run twice, at once, or be killed."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from ..models import Member
from . import live, registry, subjects
from .mails import send_notification_mail
from .models import Delivery, Event, Notification

BATCH = 100
ATTEMPTS = 8


@shared_task(acks_late=True)
def drain_events() -> int:
    """Turn every waiting event into notifications; returns how many were drained.

    An event and its notifications change in one transaction, under a lock others skip: a worker killed at any point
    leaves the event either untouched or done.
    """
    drained = 0
    while _drain_one():
        drained += 1
    if drained:
        send_deliveries.delay()
    return drained


def _drain_one() -> bool:
    with transaction.atomic():
        event = Event.objects.select_for_update(skip_locked=True).filter(drained_at=None).order_by("id").first()
        if event is None:
            return False
        for handle in registry.handlers(event.kind):
            handle(event)
        told = _notify(event)
        event.drained_at = timezone.now()
        event.save(update_fields=["drained_at"])
    live.announce(told)
    return True


def _notify(event: Event) -> list[int]:
    kind = registry.get(event.kind)
    if kind is None:
        return []
    wanted = {member for member in kind.recipients(event) if member and member != event.actor_id}
    members = dict(
        Member.objects.filter(id__in=subjects.hearers(event, wanted), is_active=True).values_list("id", "wants_email")
    )
    happening = kind.happening(event)
    Notification.objects.bulk_create(
        [Notification(event=event, member_id=member, happening=happening) for member in sorted(members)],
        ignore_conflicts=True,
    )
    # Asked again: those who were told of this happening before have no new notification.
    told = Notification.objects.filter(event=event)
    if kind.email:
        notifications = told.filter(member__wants_email=True)
        Delivery.objects.bulk_create(
            [Delivery(notification=n, channel=Delivery.Channel.EMAIL) for n in notifications], ignore_conflicts=True
        )
    return list(told.values_list("member_id", flat=True))


@shared_task(acks_late=True)
def send_deliveries() -> int:
    """Send what waits; returns how many mails went out."""
    sent = 0
    for _ in range(BATCH):
        outcome = _send_one()
        if outcome is None:
            return sent
        sent += outcome
    send_deliveries.delay()
    return sent


def _send_one() -> int | None:
    """Send one delivery: 1 sent, 0 failed for now, None when nothing waits.

    The mail carries an id made from the delivery, so a mail server or mailbox that meets it twice (the worker died
    between sending and committing) can tell it is the same.
    """
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=Delivery.State.WAITING, next_attempt_at__lte=timezone.now())
            .select_related("notification__member", "notification__event__actor")
            .order_by("next_attempt_at")
            .first()
        )
        if delivery is None:
            return None
        delivery.attempts += 1
        try:
            send_notification_mail(delivery)
        except Exception as error:  # whatever the mail server answers, the next delivery must not wait for it
            delivery.error = f"{type(error).__name__}: {error}"[:300]
            delivery.next_attempt_at = timezone.now() + timedelta(minutes=2**delivery.attempts)
            if delivery.attempts >= ATTEMPTS:
                delivery.state = Delivery.State.FAILED
            delivery.save()
            return 0
        delivery.state = Delivery.State.SENT
        delivery.sent_at = timezone.now()
        delivery.error = ""
        delivery.save()
        return 1
