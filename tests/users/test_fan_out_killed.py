"""A worker killed in the middle of telling thousands, as often as `KILLS` says: none is lost, none told twice.

The gate leaves it to `test_killing_a_real_worker_loses_none_and_doubles_none`; `KILLS=20 make test ARGS=…` runs it.
"""

from __future__ import annotations

import os
import time

import pytest
from django.db.models import Count

from creations.events import CreationPublished
from users.models import Follow, Member
from users.notifications.models import Event, Notification
from users.notifications.outbox import record
from users.notifications.tasks import drain_events
from users.work.models import State

from ..workers import kill, start_worker
from .test_notifications import lost, wait

KILLS = int(os.environ.get("KILLS", "0"))
FOLLOWERS = 10_000
#: Enough that each worker is killed before it is through.
EVENTS_A_KILL = 6


@pytest.mark.skipif(not KILLS, reason="KILLS says how often")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_again_and_again_tells_each_follower_each_event_once(ada, tmp_path):
    people = Member.objects.bulk_create(
        [Member(username=f"f{k}", email=f"f{k}@example.org", wants_email=False) for k in range(FOLLOWERS)]
    )
    Follow.objects.bulk_create([Follow(follower=one, followed=ada) for one in people])
    number = EVENTS_A_KILL * KILLS
    for k in range(number):
        record(CreationPublished(title=f"T{k}", owner=ada.pk, path="/"), actor=ada, subject=f"x:{k}")
    killed_at_work = 0
    for kills in range(KILLS + 1):
        lost(Event.objects)
        drain_events.delay()
        worker = start_worker("quick", PROSUM_VAR=str(tmp_path / "var"))
        done = Event.objects.filter(state=State.DONE)
        before = done.count()
        try:
            wait(lambda done=done, before=before: done.count() > before or before == number, 240)
            if kills == KILLS:
                wait(lambda done=done: done.count() == number, 600)
            else:
                time.sleep(0.05 * (kills % 7))  # at another point each time
        finally:
            kill(worker)
        killed_at_work += Event.objects.filter(state=State.RUNNING).exists()
    assert killed_at_work >= KILLS / 2, "most were killed while they told"
    told = Notification.objects.values("event").annotate(n=Count("pk"))
    assert {row["n"] for row in told} == {FOLLOWERS} and len(told) == number
