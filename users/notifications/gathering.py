"""Notifications whose time has come are gathered into mails: one for each member, of all that waits for them.

A mail at once takes along what came after it; a digest is one a day of the member's own calendar, which a constraint
holds. What was read meanwhile is skipped. The mail is written when it is sent (`mails`), and all is asked again then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..mails.actions import wake_sender
from ..mails.models import Mail
from ..models import Member
from . import registry
from .asking import Skip
from .models import Delivery, Digest, MailChoice, Notification
from .times import local_date, reschedule

#: The name under which `mails.compose` writes them.
COMPOSER = "notification"
#: Notifications after which a transaction takes no further members.
BATCH = 500


def gather() -> int:
    """Make mails of the notifications that are due longest; returns how many it decided about."""
    now = timezone.now()
    with transaction.atomic():
        due = Notification.objects.filter(mail_at__lte=now).order_by("mail_at", "pk")
        whose = _held(due.values_list("member", flat=True)[:BATCH])
        at_once, digests = _waiting(whose, now)
        late = _second_digests(digests, now)
        for member in late:
            reschedule(Notification.objects.filter(pk__in=[one.pk for one in digests.pop(member)]))
        decided = [*at_once.values(), *digests.values()]
        _decide(decided)
        if decided:
            wake_sender()
    return sum(map(len, decided)) + len(late)


def _held(members: Iterable[int]) -> list[int]:
    """Those of the members whom no other worker gathers for now, locked: one digest a day is made by one of them."""
    free = Member.objects.filter(pk__in=set(members)).order_by("pk")
    return list(free.select_for_update(no_key=True, skip_locked=True, of=("self",)).values_list("pk", flat=True))


def _waiting(
    whose: Collection[int], now: datetime
) -> tuple[dict[int, list[Notification]], dict[int, list[Notification]]]:
    """What waits for these members at once and for their digests, locked; what another worker holds is its."""
    at_once: dict[int, list[Notification]] = defaultdict(list)
    digests: dict[int, list[Notification]] = defaultdict(list)
    ready = Q(mail_as=MailChoice.AT_ONCE, mail_at__isnull=False) | Q(mail_at__lte=now)
    rows = Notification.objects.filter(ready, member__in=whose).select_related("event").order_by("pk")
    for one in rows.select_for_update(skip_locked=True, of=("self",)):
        (at_once if one.mail_as == MailChoice.AT_ONCE else digests)[one.member_id].append(one)
    # What waits and is not due goes along, but is no reason for a mail: quiet hours may hold it back.
    for member in [pk for pk, some in at_once.items() if not any(one.mail_at and one.mail_at <= now for one in some)]:
        del at_once[member]
    return at_once, digests


def _second_digests(digests: Collection[int], now: datetime) -> set[int]:
    """Those whose digest of today has gone: they moved to another zone or hour."""
    days = {member.pk: local_date(member, now) for member in Member.objects.filter(pk__in=digests)}
    had = set(Digest.objects.filter(member__in=days).values_list("member", "local_date")) & set(days.items())
    fresh = [Digest(member_id=pk, local_date=day) for pk, day in days.items() if (pk, day) not in had]
    Digest.objects.bulk_create(fresh)
    return {pk for pk, _day in had}


def _decide(decided: list[list[Notification]]) -> None:
    """One mail of each list, of all that is unread."""
    deliveries: list[Delivery] = []
    mails: list[Mail] = []
    for waiting in decided:
        wanted = [one for one in waiting if one.read_at is None or registry.is_must(one.event.kind)]
        mail = Mail(composer=COMPOSER) if wanted else None
        mails += [mail] if mail else []
        deliveries += [Delivery(notification=one, mail=mail) for one in wanted]
        deliveries += [Delivery(notification=one, skipped=Skip.READ) for one in waiting if one not in wanted]
    Mail.objects.bulk_create(mails)
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    Notification.objects.filter(pk__in=[one.pk for some in decided for one in some]).update(mail_at=None)
