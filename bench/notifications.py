"""Telling an event to 100,000 followers, beside the bare `INSERT … SELECT` of as many rows into the same table."""

from __future__ import annotations

import time
from collections.abc import Callable

from prosum.embedded import Services
from prosum.paths import VAR

from .measuring import show

FOLLOWERS = 100_000
#: Pages that are open in one process while it is told.
LISTENING = 1_000
ROUNDS = 3

_MEMBERS = """
INSERT INTO users_member (password, is_superuser, username, is_staff, is_active, date_joined, email, display_name, bio,
    links, avatar, language, time_zone, wants_email, edition)
SELECT '', false, 'bench-' || n, false, true, now(), 'bench-' || n || '@example.org', '', '', '', '', 'en', '', true, 1
FROM generate_series(1, %s) n RETURNING id
"""
_FOLLOWS = """
INSERT INTO users_follow (follower_id, followed_id, created_at)
SELECT id, %s, now() FROM users_member WHERE username LIKE 'bench-%%' AND id <> %s
"""
_BARE = """
INSERT INTO notifications_notification (event_id, member_id, happening, rank, in_app, mail_as, mail_at, created_at)
SELECT %s, follower_id, %s, 0, true, 'at_once', now(), now() FROM users_follow WHERE followed_id = %s
"""


def notifications() -> None:
    """Print how long an event takes to be told and announced; everything is made in a transaction that is undone."""
    print(
        f"Notifications: one event with {FOLLOWERS:,} followers; the floor is a bare INSERT … SELECT of the same rows."
    )
    if not (VAR / "postgres").exists():
        print("  There is no site here yet: start `make run` once. The notifications are left out.")
        return
    with Services():
        import django

        django.setup()
        from django.db import transaction

        with transaction.atomic():
            _measure()
            transaction.set_rollback(True)


def _measure() -> None:
    from django.db import connection

    from creations.events import CreationPublished
    from users.models import Member
    from users.notifications.fan_out import fan_out
    from users.notifications.live import announce, concerned
    from users.notifications.outbox import record

    cursor = connection.cursor()
    author = Member.objects.create(username="bench-author", email="bench-author@example.org")
    cursor.execute(_MEMBERS, [FOLLOWERS])
    cursor.execute(_FOLLOWS, [author.pk, author.pk])
    listening = list(author.followers.values_list("follower", flat=True)[:LISTENING])
    cursor.execute("ANALYZE users_member, users_follow")
    happened = CreationPublished(title="Tower", owner=author.pk, path="/")

    def told() -> None:
        span = fan_out(record(happened, actor=author))
        assert span is not None and span.count == FOLLOWERS
        # What a commit checks, while it is measured.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        announce(span.first, span.last)
        assert len(concerned(f"{span.first} {span.last}".encode(), listening)) == LISTENING

    def bare() -> None:
        event = record(happened, actor=author)
        cursor.execute(_BARE, [event.pk, f"event:{event.pk}", author.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    ours, floor = _undone(told), _undone(bare)
    show("told, checked, announced, and found by an open process", ours, "bare INSERT … SELECT", floor)
    many = 1000
    began = time.perf_counter()
    for _ in range(many):
        record(happened, actor=author)
    show("recording an event, of the page that does", (time.perf_counter() - began) / many, "limit", 0.002)


def _undone(act: Callable[[], None]) -> float:
    """The shortest of some rounds, in seconds; each is undone, so that the next finds the tables as this one did."""
    from django.db import connection, transaction

    seconds = []
    for _ in range(ROUNDS):
        with transaction.atomic():
            connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
            began = time.perf_counter()
            act()
            seconds.append(time.perf_counter() - began)
            transaction.set_rollback(True)
    return min(seconds)
