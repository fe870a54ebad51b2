"""When a notification is mailed: by the clock of the member's own zone, also when that clock is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from users.mails.models import Mail
from users.notifications import preferences
from users.notifications.gathering import gather
from users.notifications.models import Digest, Event, Notification

from ..background import post

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def mail_at(how, after, zone="Europe/Paris", hour=8, weekday=1, quiet=(None, None)):
    """What the database says, in the zone's own clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosum_mail_at(%s, %s, %s, %s::int, %s::int, %s::int, %s::int)",
            [how, after, zone, hour, weekday, *quiet],
        )
        found = cursor.fetchone()[0]
    return found and found.astimezone(ZoneInfo(zone))


def paris(*when):
    return datetime(*when, tzinfo=PARIS)


def test_digests_come_at_the_hour_of_the_members_day():
    assert mail_at("never", paris(2026, 5, 4, 7)) is None
    assert mail_at("daily", paris(2026, 5, 4, 7)) == paris(2026, 5, 4, 8)
    assert mail_at("daily", paris(2026, 5, 4, 8)) == paris(2026, 5, 5, 8)
    assert mail_at("weekly", paris(2026, 5, 4, 7)) == paris(2026, 5, 4, 8), "a Monday"
    assert mail_at("weekly", paris(2026, 5, 4, 9)) == paris(2026, 5, 11, 8)
    assert mail_at("weekly", paris(2026, 5, 6, 9), weekday=7) == paris(2026, 5, 10, 8)
    unknown = paris(2026, 5, 4, 7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosum_mail_at('daily', %s, 'Mars/Base', 8, 1, NULL, NULL)", [unknown])
        assert cursor.fetchone()[0] == datetime(2026, 5, 4, 8, tzinfo=UTC), "one member's mistake stops nobody's news"
    tokyo = mail_at("daily", datetime(2026, 5, 4, 22, tzinfo=UTC), zone="Asia/Tokyo")
    assert (tokyo.day, tokyo.hour) == (5, 8), "it is the fifth there, seven in the morning"


def test_each_day_has_one_digest_where_the_clock_is_moved():
    """Of every hour from which one may look: over both changes of a year, the local dates are all there, each once."""
    for zone, first, hour in (("Europe/Paris", (2026, 3, 27), 2), ("Europe/Paris", (2026, 10, 23), 2),
                              ("America/Santiago", (2026, 9, 4), 0), ("Australia/Lord_Howe", (2026, 4, 3), 2)):  # fmt: skip
        at, seen = datetime(*first, 12, tzinfo=ZoneInfo(zone)), []
        for _ in range(4):
            at = mail_at("daily", at, zone=zone, hour=hour)
            seen.append(at.date())
        assert seen == [seen[0] + timedelta(days=k) for k in range(4)], zone


@pytest.mark.parametrize(
    ("after", "quiet", "then"),
    [
        (paris(2026, 5, 4, 21, 59), (22, 7), paris(2026, 5, 4, 21, 59)),
        (paris(2026, 5, 4, 22), (22, 7), paris(2026, 5, 5, 7)),
        (paris(2026, 5, 5, 3), (22, 7), paris(2026, 5, 5, 7)),
        (paris(2026, 5, 5, 7), (22, 7), paris(2026, 5, 5, 7)),
        (paris(2026, 5, 5, 13), (12, 14), paris(2026, 5, 5, 14)),
        (paris(2026, 5, 5, 14), (12, 14), paris(2026, 5, 5, 14)),
        (paris(2026, 3, 29, 1, 30), (23, 2), paris(2026, 3, 29, 3)),
        (paris(2026, 5, 5, 14), (None, None), paris(2026, 5, 5, 14)),
    ],
)
def test_nothing_is_mailed_in_quiet_hours(after, quiet, then):
    assert mail_at("at_once", after, quiet=quiet) == then


def waiting(member, way="at_once", due=True, **fields):
    event = Event.objects.create(kind="creation.liked", subject="x", data={"title": "T", "owner": 1, "path": "/"})
    at = timezone.now() + (-timedelta(minutes=1) if due else timedelta(hours=1))
    return Notification.objects.create(
        event=event, member=member, happening=f"event:{event.pk}", mail_as=way, mail_at=at, **fields
    )


def test_one_mail_takes_all_that_waits_for_a_member_and_nothing_that_was_read(ada, basile):
    mine = [waiting(ada), waiting(ada, due=False)]
    read = waiting(ada, read_at=timezone.now())
    digest, later = waiting(basile, "daily"), waiting(basile, "weekly", due=False)
    assert gather() == 4 and gather() == 0
    assert Mail.objects.count() == 2
    assert len({one.deliveries.get().mail_id for one in mine}) == 1 and digest.deliveries.get().mail_id
    assert (read.deliveries.get().skipped, read.deliveries.get().mail) == ("read", None)
    assert not later.deliveries.exists()


def test_a_long_mail_ends_and_leads_to_the_rest(ada, basile):
    for number in range(33):
        event = Event.objects.create(
            kind="comment.made",
            actor=basile,
            data={"title": f"Tower {number}", "owner": ada.pk, "where": "", "path": f"/{number}/"},
        )
        Notification.objects.create(
            event=event, member=ada, happening=f"event:{event.pk}", mail_as="at_once", mail_at=timezone.now()
        )
    (mail,) = post()
    assert "Tower 32, and 32 more" in mail.subject
    assert "Tower 3." in mail.text and "Tower 2." not in mail.text and "And 3 more: " in mail.text


def test_a_second_digest_of_one_day_waits_for_the_next(ada):
    waiting(ada, "daily")
    gather()
    assert Digest.objects.get().local_date == timezone.now().date()
    second = waiting(ada, "weekly")
    gather()
    second.refresh_from_db()
    assert second.mail_at > timezone.now() and Mail.objects.count() == 1


def test_what_waits_is_put_to_the_new_hours(ada):
    digest, soon = waiting(ada, "daily"), waiting(ada)
    now = timezone.now().astimezone(ZoneInfo("Asia/Tokyo"))
    quiet = (now.hour, (now.hour + 2) % 24)
    hours = {"time_zone": "Asia/Tokyo", "digest_hour": 6, "digest_weekday": 1, "quiet": quiet}
    preferences.set_hours(member=ada, **hours)
    for one in (digest, soon):
        one.refresh_from_db()
    assert digest.mail_at.astimezone(ZoneInfo("Asia/Tokyo")).hour == 6
    assert soon.mail_at.astimezone(ZoneInfo("Asia/Tokyo")).hour == quiet[1]
    for wrong in ({"time_zone": "Europe/Nowhere"}, {"digest_hour": 24}, {"digest_weekday": 0}, {"quiet": (3, 3)}):
        with pytest.raises(preferences.NoSuchHours):
            preferences.set_hours(member=ada, **{**hours, **wrong})
