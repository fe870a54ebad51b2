"""When a notification is mailed: in the hours of the member's own day. The rule is a function of the database.

`prosum_mail_at` (migration `0003`) is asked for all recipients of an event in the statement that tells them, and here, for
what waits, when a member changes their hours.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import DateTimeField, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Now, NullIf

from ..models import Member
from .models import Notification, Rhythm

#: When digests come for who has not said it: the hour, and the day of the week (1 is Monday).
DIGEST_HOUR, DIGEST_WEEKDAY = 8, 1


class MailAt(Func):
    """`prosum_mail_at(how, after, zone, digest hour, digest weekday, quiet from, quiet until)`."""

    function = "prosum_mail_at"
    output_field = DateTimeField()


def reschedule(waiting: QuerySet[Notification]) -> int:
    """Mail these at the next time that fits their members' hours as they are now; returns how many there are."""
    zone = Member.objects.filter(pk=OuterRef("member")).values("time_zone")

    def hours(name: str) -> Subquery:
        return Subquery(Rhythm.objects.filter(member=OuterRef("member")).values(name))

    when = MailAt(
        F("mail_as"),
        Now(),
        Coalesce(NullIf(Subquery(zone), Value("")), Value(settings.TIME_ZONE)),
        Coalesce(hours("digest_hour"), Value(DIGEST_HOUR)),
        Coalesce(hours("digest_weekday"), Value(DIGEST_WEEKDAY)),
        hours("quiet_from"),
        hours("quiet_until"),
    )
    return waiting.filter(mail_at__isnull=False).update(mail_at=when)


def local_date(member: Member, at: datetime) -> date:
    """The day it is for the member."""
    try:
        zone = ZoneInfo(member.time_zone or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return at.astimezone(zone).date()
