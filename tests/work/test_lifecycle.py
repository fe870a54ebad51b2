"""The life of a piece of work: once, tried a few times, parked, and picked up after whatever happens to its worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from creations.events import CreationForked
from users.notifications.models import Notification
from users.notifications.outbox import record
from users.work import actions, attempts, running
from users.work.models import LOST_AFTER, State, Work
from users.work.tasks import look_after_work

from ..background import work_off
from ..workers import kill, start_worker
from . import trouble

TROUBLE = trouble.__name__


def ask(kind: str, subject: str = "1") -> Work:
    return actions.ask(kind=f"test.{kind}", subject=subject)


def wait(condition: Callable[[], object], seconds: float = 150) -> float:
    """The seconds it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() < began + seconds, "it did not happen in time"
        time.sleep(0.2)
    return time.monotonic() - began


def pauses_are_over() -> None:
    Work.objects.filter(state=State.WAITING).update(next_attempt_at=timezone.now())


def half_a_minute_later() -> None:
    """What is running is silent since."""
    Work.objects.filter(state=State.RUNNING).update(heartbeat=timezone.now() - 2 * LOST_AFTER)


@pytest.mark.django_db
def test_the_same_asked_twice_is_done_once():
    assert ask("fine") == ask("fine")
    assert len(work_off("pictures")) == 1
    assert ask("fine").state == State.WAITING, "what was done is done anew when somebody asks again"


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_in_a_transaction_that_fails_was_never_asked():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask("fine")
        raise ZeroDivisionError
    assert not Work.objects.exists()


@pytest.mark.django_db
def test_what_raises_is_tried_a_few_times_then_parked_and_others_go_on():
    ask("raises")
    ask("fine")
    first, second = work_off("pictures")
    assert (first.kind, first.state, second.kind, second.state) == ("test.raises", "waiting", "test.fine", "done")
    assert first.next_attempt_at > timezone.now() and first.error == "MemoryError: no room for 1"
    for _ in range(5):
        pauses_are_over()
        work_off("pictures")
    parked = Work.objects.get(kind="test.raises")
    assert (parked.state, parked.attempts) == (State.PARKED, 3)
    assert ask("raises").state == State.PARKED, "asking does not wake what is parked"
    actions.retry(work=parked)
    (again,) = work_off("pictures")
    assert (again.state, again.attempts) == (State.WAITING, 1)


@pytest.mark.django_db
def test_what_cannot_be_done_is_said_and_not_tried_again():
    ask("refuses")
    (work,) = work_off("pictures")
    assert (work.state, work.attempts, work.sentence) == (State.FAILED, 1, "There is nothing to draw.")


@pytest.mark.django_db
def test_who_was_taken_for_lost_and_comes_back_changes_nothing():
    ask("fine")
    (late,) = attempts.claim(Work.objects.all(), 1)
    half_a_minute_later()
    assert look_after_work() == 1
    pauses_are_over()
    (soon,) = attempts.claim(Work.objects.all(), 1)
    running.run(late)
    assert Work.objects.get().state == State.RUNNING, "the second one still holds it"
    running.run(soon)
    assert Work.objects.get().state == State.DONE


@pytest.mark.django_db
def test_what_is_dropped_while_it_runs_stays_dropped():
    ask("fine")
    (work,) = attempts.claim(Work.objects.all(), 1)
    attempts.drop(Work.objects.all())
    running.run(work)
    assert Work.objects.get().state == State.FAILED


@pytest.mark.django_db
def test_what_was_done_long_ago_is_forgotten_and_what_failed_is_not():
    for kind in ("fine", "refuses"):
        ask(kind)
    work_off("pictures")
    Work.objects.update(finished_at=timezone.now() - timezone.timedelta(days=8))
    look_after_work()
    assert [work.kind for work in Work.objects.all()] == ["test.refuses"]


@pytest.mark.django_db(transaction=True)
def test_a_heart_beats_while_long_work_runs(monkeypatch):
    monkeypatch.setattr(running, "BEAT", 0.2)
    ask("long", "1.5")
    (work,) = attempts.claim(Work.objects.all(), 1)
    with running.Heartbeat(work):
        time.sleep(1)
        assert Work.objects.get().heartbeat > work.heartbeat


@pytest.mark.django_db(transaction=True)
def test_work_that_kills_its_worker_is_parked_and_others_are_done():
    killer = ask("kills")
    ask("fine")
    worker = start_worker("pictures", include=TROUBLE)
    try:
        wait(lambda: Work.objects.get(kind="test.fine").state == State.DONE)

        def parked() -> bool:
            killer.refresh_from_db()
            if killer.state == State.RUNNING and timezone.now() - killer.started_at > timezone.timedelta(seconds=3):
                half_a_minute_later()
            look_after_work()
            pauses_are_over()
            return killer.state == State.PARKED

        wait(parked)
    finally:
        kill(worker)
    assert killer.attempts == 3 and "worker was lost" in killer.error


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_held_is_taken_up_within_a_minute():
    work = ask("long", "600")
    first = start_worker("pictures", include=TROUBLE)
    wait(lambda: Work.objects.get().state == State.RUNNING)
    kill(first)
    began = time.monotonic()
    # Nobody beats any more: what is left to wait for is the silence, of which the test skips all but two seconds.
    skipped = LOST_AFTER - timedelta(seconds=2)
    Work.objects.update(heartbeat=F("heartbeat") - skipped)
    second = start_worker("pictures", include=TROUBLE)
    try:

        def taken_up() -> bool:
            look_after_work()  # the clock's, every ten seconds; here every fifth of one
            return Work.objects.filter(pk=work.pk, state=State.RUNNING, attempts=2).exists()

        wait(taken_up)
        assert time.monotonic() - began + skipped.total_seconds() + 10 < 60
    finally:
        kill(second)


@pytest.mark.django_db(transaction=True)
def test_what_the_broker_lost_is_sent_again_by_the_clock():
    ask("fine")
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    worker = start_worker("pictures", include=TROUBLE)
    try:
        look_after_work()
        wait(lambda: Work.objects.get().state == State.DONE)
    finally:
        kill(worker)


@pytest.mark.django_db(transaction=True)
def test_long_work_delays_no_notification(ada, basile):
    long = ask("long", "120")
    workers = [start_worker("pictures", include=TROUBLE), start_worker("quick")]
    try:
        wait(lambda: Work.objects.get(pk=long.pk).state == State.RUNNING)
        happened = CreationForked(title="Tower", owner=ada.pk, path="/")
        record(
            happened, actor=basile, subject="x:1"
        )  # the quick workers may still be starting: the first one is not measured
        wait(lambda: Notification.objects.count() == 1)
        record(happened, actor=basile, subject="x:2")
        assert wait(lambda: Notification.objects.count() == 2) < 8
        assert Work.objects.get(pk=long.pk).state == State.RUNNING
    finally:
        for worker in workers:
            kill(worker)
