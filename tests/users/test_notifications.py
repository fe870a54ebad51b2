"""Being told: once, in one's language, and whatever happens to the worker."""

from __future__ import annotations

import time

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from creations import actions
from creations.events import CreationForked
from users import actions as users
from users.mails.models import Mail
from users.mails.tasks import send_mails
from users.notifications import registry
from users.notifications.models import Delivery, Event, Notification
from users.notifications.outbox import record
from users.notifications.registry import names
from users.notifications.sentences import sentence
from users.notifications.tasks import drain_events, gather_mails
from users.work import attempts
from users.work.models import LOST_AFTER, State, Work

from ..background import post, work_off
from ..workers import kill, start_worker
from .test_events import example


@pytest.mark.django_db
def test_a_fork_is_told_in_app_and_by_mail_in_the_owners_language(client, ada, basile, creation):
    ada.language = "fr"
    ada.save()
    actions.fork(revision=creation.current, member=basile)
    drain_events()
    (mail,) = [m for m in post() if m.to == "ada@example.org"]
    assert mail.subject == "basile a forké Tower"
    client.force_login(ada)
    page = client.get("/notifications/", headers={"accept-language": "en"}).content.decode()
    assert "basile forked Tower" in page and "is-unread" in page and "bell-count" in page
    notification = Notification.objects.get(member=ada)
    assert client.get(f"/notifications/{notification.pk}/").url == "/@ada/tower/lineage/"
    assert "is-unread" not in client.get("/notifications/").content.decode()


@pytest.mark.django_db
def test_nobody_is_told_of_what_they_did_themselves(ada, creation):
    actions.like(creation=creation, member=ada)
    drain_events()
    assert not Notification.objects.filter(member=ada).exists()


@pytest.mark.django_db
def test_followers_hear_of_a_publication_and_only_they(ada, basile, make_member, tower, catalog):
    make_member("chloe")
    users.follow(member=basile, followed=ada)
    made = actions.create(owner=ada, data=tower, file_name="t.ldr")
    actions.publish(creation=made, member=ada)
    drain_events()
    told = Notification.objects.filter(event__kind="creation.published")
    assert [n.member.username for n in told] == ["basile"]


@pytest.mark.django_db
def test_those_who_want_no_mail_get_none(ada, basile, creation):
    ada.wants_email = False
    ada.save()
    actions.fork(revision=creation.current, member=basile)
    drain_events()
    assert not post() and not Delivery.objects.exists()


@pytest.mark.django_db
def test_draining_twice_doubles_nothing(ada, basile, creation):
    actions.fork(revision=creation.current, member=basile)
    drain_events()
    Event.objects.update(state=State.WAITING)
    drain_events()
    assert Notification.objects.filter(member=ada).count() == 1 and len(post()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", names())
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_reads_as_a_sentence(kind, language, ada):
    from django.utils.translation import override

    data = example(registry.get(kind).data)
    with override(language):
        told = sentence(Event(kind=kind, actor=ada, data=data))
    assert told.text and "%(" not in told.text and told.path == data["path"]


def wait(condition, seconds: float = 150) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def lost(rows) -> None:
    """As half a minute later: what the killed worker held is taken for lost, and waits no longer."""
    rows.filter(state=State.RUNNING).update(heartbeat=timezone.now() - 2 * LOST_AFTER)
    attempts.return_lost(rows.all())
    rows.filter(state=State.WAITING).update(next_attempt_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_killing_a_real_worker_loses_none_and_doubles_none(ada, basile, tmp_path):
    mails = str(tmp_path / "mails")
    django_settings.PROSUM_MAILBOX = mails
    number = 120
    for k in range(number):
        record(
            CreationForked(title=f"T{k}", owner=ada.pk, path="/"),
            actor=basile,
            subject=f"x:{k}",
        )
    environment = {"PROSUM_VAR": str(tmp_path / "var")}
    first = start_worker(**environment)
    try:
        wait(lambda: Notification.objects.count() > number // 6)
    finally:
        kill(first)
    assert Event.objects.exclude(state=State.DONE).exists(), "it was killed in the middle"
    lost(Event.objects)
    lost(Mail.objects)
    drain_events.delay()
    send_mails.delay()
    Notification.objects.filter(mail_at__isnull=False).update(mail_at=timezone.now())
    second = start_worker(**environment)
    try:
        wait(lambda: not Event.objects.exclude(state=State.DONE).exists())
        Notification.objects.filter(mail_at__isnull=False).update(mail_at=timezone.now())
        gather_mails.delay()
        wait(lambda: not Notification.objects.filter(mail_at__isnull=False).exists())
        wait(lambda: not Mail.objects.exclude(state=State.DONE).exists())
    finally:
        kill(second)
    assert Notification.objects.filter(member=ada).count() == number
    assert Delivery.objects.filter(mail__state=State.DONE).count() == number, "each is in one mail that was sent"
    assert len(list((tmp_path / "var" / "mailbox").glob("*.eml"))) == Mail.objects.count()


@pytest.mark.django_db
def test_an_event_that_cannot_be_told_is_parked_and_holds_up_no_other(ada, basile):
    poison = Event.objects.create(
        kind="creation.forked", subject="x:1", actor=basile, data={"nothing": "of what it needs"}
    )
    good = record(CreationForked(title="T", owner=ada.pk, path="/"), actor=basile)
    assert drain_events() == 1
    assert Notification.objects.get().event == good
    poison.refresh_from_db()
    assert (poison.state, poison.attempts) == (State.WAITING, 1) and "creation.forked" in poison.error
    for _ in range(poison.most_attempts):
        Event.objects.filter(state=State.WAITING).update(next_attempt_at=timezone.now())
        drain_events()
    poison.refresh_from_db()
    assert (poison.state, poison.attempts) == (State.PARKED, poison.most_attempts)
    Event.objects.filter(pk=poison.pk).update(data=good.data)
    attempts.retry(Event.objects.filter(pk=poison.pk))
    assert drain_events() == 1 and Notification.objects.filter(member=ada).count() == 2


@pytest.mark.django_db
def test_what_another_app_does_about_an_event_fails_by_itself(ada, creation):
    """The price of one creation cannot be found: members are told, and other prices are found."""
    work_off("now")
    Event.objects.all().delete()
    Event.objects.create(kind="creation.revised", data={"creation": "no number"})
    Event.objects.create(kind="creation.revised", data={"creation": creation.pk})
    assert drain_events() == 2
    works = Work.objects.filter(kind="event.marketplace.price_again").order_by("pk")
    assert works.count() == 2
    work_off("now")
    assert [work.state for work in works] == [State.WAITING, State.DONE] and works[0].error
    for _ in range(works[0].most_attempts):
        works.filter(state=State.WAITING).update(next_attempt_at=timezone.now())
        work_off("now")
    assert works.get(pk=works[0].pk).state == State.PARKED
