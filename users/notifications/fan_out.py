"""An event becomes notifications: one statement, whoever and however many hear of it.

Whom a kind concerns, who may know of the subject, who muted what and who wants which mail are conditions of that statement;
no list of people passes through Python. It may run twice: the constraint on a member's happenings lets each be told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from ..models import Member
from . import registry, subjects
from .models import Event, MailChoice, Mute
from .times import DIGEST_HOUR, DIGEST_WEEKDAY

#: Seconds a mail waits for the page to be seen, and for more of the same.
MAIL_WAITS = 120

_INSERT = """
WITH heard AS ({heard}),
given (event, happening, rank, must, kind, usual_mail, wait, zone, hour, weekday) AS (VALUES
    (%s::bigint, %s::text, %s::smallint, %s::boolean, %s::text, %s::text, %s::integer, %s::text, %s::smallint, %s::smallint)
),
asked AS (
    SELECT heard.id,
        given.must OR COALESCE(wish.in_app, true) AS in_app,
        CASE
            WHEN heard.email = '' OR NOT (heard.wants_email OR given.must) THEN 'never'
            WHEN given.must THEN usual_mail
            ELSE COALESCE(wish.mail, usual_mail)
        END AS mail_as,
        COALESCE(NULLIF(heard.time_zone, ''), given.zone) AS zone,
        CASE WHEN NOT given.must THEN rhythm.quiet_from END AS quiet_from,
        CASE WHEN NOT given.must THEN rhythm.quiet_until END AS quiet_until,
        COALESCE(rhythm.digest_hour, hour) AS digest_hour,
        COALESCE(rhythm.digest_weekday, weekday) AS digest_weekday
    FROM heard CROSS JOIN given
    LEFT JOIN notifications_wish wish ON wish.member_id = heard.id AND wish.kind = given.kind
    LEFT JOIN notifications_rhythm rhythm ON rhythm.member_id = heard.id
),
told AS (
    INSERT INTO notifications_notification AS old
        (event_id, member_id, happening, rank, in_app, mail_as, mail_at, created_at)
    SELECT event, asked.id, happening, rank, in_app, mail_as,
        prosum_mail_at(mail_as, now() + make_interval(secs => wait), asked.zone,
            digest_hour, digest_weekday, quiet_from, quiet_until),
        now()
    FROM asked CROSS JOIN given
    WHERE in_app OR mail_as <> 'never'
    -- Always in the same order: two fan-outs of one happening wait for each other instead of dying together.
    ORDER BY asked.id
    ON CONFLICT (member_id, happening) DO UPDATE
        SET event_id = EXCLUDED.event_id, rank = EXCLUDED.rank, in_app = EXCLUDED.in_app,
            mail_as = EXCLUDED.mail_as,
            -- What was mailed for the weaker reason is not mailed again.
            mail_at = CASE WHEN old.mail_as = 'never' OR old.mail_at IS NOT NULL THEN EXCLUDED.mail_at END
        WHERE old.rank < EXCLUDED.rank AND old.read_at IS NULL
    RETURNING id
)
SELECT count(*), min(id), max(id) FROM told
"""


@dataclass(frozen=True, slots=True)
class Span:
    """How many notifications a fan-out made, and between which ids they lie (others may lie there too)."""

    count: int
    first: int
    last: int


def recipients(event: Event, kind: registry.Kind[Any]) -> QuerySet[Member]:
    """Whom the event concerns who may hear of it, themselves excepted. Raises BadEventData."""
    data = kind.read(event)
    who = subjects.audience(event).filter(kind.whom(data, event.actor_id), is_active=True)
    if event.actor_id is not None:
        who = who.exclude(pk=event.actor_id)
    if not kind.must:
        muted = Mute.objects.filter(member=OuterRef("pk"), key__in=kind.keys(event))
        who = who.exclude(Exists(muted))
    return who


def fan_out(event: Event) -> Span | None:
    """Tell all it concerns, in the caller's transaction; None when that is nobody. Raises BadEventData."""
    kind = registry.get(event.kind)
    if kind is None:
        return None
    heard = recipients(event, kind).values("id", "email", "wants_email", "time_zone")
    try:
        sql, parameters = heard.query.sql_with_params()
    except EmptyResultSet:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(heard=sql), [*parameters, *_given(event, kind)])
        count, first, last = cursor.fetchone()
    return Span(count, first, last) if count else None


def _given(event: Event, kind: registry.Kind[Any]) -> list[Any]:
    """What is the same for everybody, in the order of `given`."""
    mail = MailChoice.AT_ONCE if kind.email else MailChoice.NEVER
    wait = 0 if kind.must else MAIL_WAITS
    default = (settings.TIME_ZONE, DIGEST_HOUR, DIGEST_WEEKDAY)
    return [event.pk, kind.happening(event), kind.rank, kind.must, kind.name, mail.value, wait, *default]
