"""Being told: once, in one's language, and whatever happens to the worker."""

from __future__ import annotations

import time

import pytest
from django.conf import settings as django_settings

from blog.events import CommentMade
from creations import actions
from prosum import mailbox
from users import actions as users
from users.notifications import registry
from users.notifications.models import Delivery, Event, Notification
from users.notifications.outbox import record
from users.notifications.registry import names
from users.notifications.sentences import sentence
from users.notifications.tasks import drain_events, send_deliveries

from ..workers import kill, start_worker
from .test_events import example


@pytest.mark.django_db
def test_a_fork_is_told_in_app_and_by_mail_in_the_owners_language(client, ada, basile, creation):
    ada.language = "fr"
    ada.save()
    actions.fork(revision=creation.current, member=basile)
    drain_events()
    send_deliveries()
    (mail,) = [m for m in mailbox.mails() if m.to == "ada@example.org"]
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
    assert not Delivery.objects.filter(notification__member=ada).exists()


@pytest.mark.django_db
def test_draining_twice_doubles_nothing(ada, basile, creation):
    actions.fork(revision=creation.current, member=basile)
    drain_events()
    Event.objects.update(drained_at=None)
    drain_events()
    assert Notification.objects.filter(member=ada).count() == 1 and Delivery.objects.count() == 1


@pytest.mark.django_db
def test_a_mail_that_fails_is_tried_later_and_does_not_hold_up_others(ada, basile, creation, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    actions.fork(revision=creation.current, member=basile)
    drain_events()
    assert send_deliveries() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("waiting", 1) and delivery.error


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


@pytest.mark.django_db(transaction=True)
def test_killing_a_real_worker_loses_none_and_doubles_none(ada, basile, tmp_path):
    mails = str(tmp_path / "mails")
    django_settings.PROSUM_MAILBOX = mails
    number = 120
    for k in range(number):
        record(
            CommentMade(title=f"T{k}", owner=ada.pk, answered=None, excerpt="", path="/"),
            actor=basile,
            subject=f"x:{k}",
        )
    environment = {"PROSUM_VAR": str(tmp_path / "var")}
    first = start_worker(**environment)
    try:
        wait(lambda: Notification.objects.count() > number // 6)
    finally:
        kill(first)
    assert Event.objects.filter(drained_at=None).exists(), "it was killed in the middle"
    drain_events.delay()
    second = start_worker(**environment)
    try:
        wait(lambda: not Event.objects.filter(drained_at=None).exists())
        wait(lambda: not Delivery.objects.exclude(state="sent").exists())
    finally:
        kill(second)
    assert Notification.objects.filter(member=ada).count() == number
    kept = list((tmp_path / "var" / "mailbox").glob("*.eml"))
    assert Delivery.objects.filter(state="sent").count() == number == len(kept)
