"""Mails, with a mail server that refuses, hangs, hangs up and is slow."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from users.events import MemberFollowed
from users.mails.actions import wake_sender
from users.mails.models import Mail, MailServer
from users.mails.sending import send_waiting
from users.notifications.models import Delivery, Event, Notification
from users.work.models import LOST_AFTER, State

from ..background import post
from ..mail_server import mail_server
from ..workers import kill, start_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", running.port, False
        settings.EMAIL_TIMEOUT = 1
        yield running


def written(*names: str) -> list[Mail]:
    return [Mail.objects.create(to=f"{name}@example.org", subject="Hello", text="Words") for name in names]


def later(**more) -> None:
    """As if the pauses were over."""
    Mail.objects.filter(state=State.WAITING).update(next_attempt_at=timezone.now(), **more)
    MailServer.objects.update(silent_until=None)


def states() -> dict[str, str]:
    return {mail.to.partition("@")[0]: mail.state for mail in Mail.objects.all()}


def test_many_mails_take_one_connection(server):
    written(*(f"m{k}" for k in range(12)))
    assert send_waiting() == 12
    assert len(server.mails) == 12 and server.connections == 1
    assert len({mail["Message-ID"] for mail in server.mails}) == 12


def test_a_refused_address_parks_its_own_mail_with_the_reason(server):
    server.refuse = {"gone@example.org": "550 No such user", "busy@example.org": "451 Later, please"}
    written("gone", "busy", "ada")
    assert send_waiting() == 1 and server.received() == ["ada@example.org"]
    assert states() == {"gone": "parked", "busy": "waiting", "ada": "done"}
    assert Mail.objects.get(state=State.PARKED).error == "550 No such user"
    server.refuse = {}
    later()
    assert send_waiting() == 1, "one is asked again, the other is the operator's"


def test_an_address_that_was_refused_for_good_gets_nothing_more_until_it_takes_an_accounts_mail(client, server, ada):
    server.refuse = {"ada@example.org": "550 No such user"}
    written("ada")
    send_waiting()
    server.refuse = {}
    written("ada", "basile")
    assert send_waiting() == 1 and server.received() == ["basile@example.org"]
    assert [mail.error for mail in Mail.objects.filter(state=State.FAILED)] == [
        "Its address refuses mails: 550 No such user"
    ]
    client.force_login(ada)
    assert "550 No such user" in client.get("/settings/").content.decode()
    client.logout()
    client.post("/account/password/reset/", {"email": ada.email})
    written("ada")
    assert send_waiting() == 2, "what opens an account is tried, arrives, and the address is good again"
    client.force_login(ada)
    assert "550 No such user" not in client.get("/settings/").content.decode()


@pytest.mark.parametrize("address", ["/account/signup/", "/account/password/reset/"])
@pytest.mark.parametrize("trouble", ["refuses", "hangs", "away"])
def test_accounts_are_served_whatever_the_mail_server_does(client, server, settings, ada, address, trouble):
    if trouble == "refuses":
        server.refuse = {"new@example.org": "550 No such user", "ada@example.org": "550 No such user"}
    server.silent = trouble == "hangs"
    if trouble == "away":
        settings.EMAIL_PORT = 9
    email = "new@example.org" if "signup" in address else "ada@example.org"
    answer = client.post(address, {"email": email, "username": "newbie", "password1": "studs-and-tubes"})
    assert answer.status_code == 302 and client.get(answer.url).status_code == 200
    assert server.connections == 0, "no page speaks to a mail server"
    send_waiting()
    assert Mail.objects.get().state == ("parked" if trouble == "refuses" else "waiting")


def test_a_server_that_hangs_costs_one_timeout_and_blames_no_mail(server):
    server.silent = True
    written("ada", "basile", "chloe")
    began = time.monotonic()
    assert send_waiting() == 0
    assert time.monotonic() - began < 4 and server.connections == 1
    assert set(Mail.objects.values_list("state", "attempts")) == {(State.WAITING, 0)}
    assert send_waiting() == 0 and server.connections == 1, "it is left alone"
    server.silent = False
    later()
    assert send_waiting() == 3 and MailServer.objects.get().failures == 0


@pytest.mark.django_db(transaction=True)
def test_the_timeout_of_the_mail_server_acts(server):
    """A worker gives a server that says nothing up after as many seconds."""
    server.silent = True
    written("ada")
    worker = start_worker("quick", PROSUM_TEST_SMTP=str(server.port), SMTP_TIMEOUT="1")
    try:
        end = time.monotonic() + 150
        while not MailServer.objects.filter(failures__gte=1).exists():
            assert time.monotonic() < end
            time.sleep(0.2)
        assert "timed out" in MailServer.objects.get().error
    finally:
        kill(worker)


def test_the_pauses_grow_to_five_minutes(server, settings):
    settings.EMAIL_PORT = 9
    written("ada")
    pauses = []
    for _ in range(8):
        later()
        send_waiting()
        known = MailServer.objects.get()
        pauses.append(round((known.silent_until - known.failed_at).total_seconds()))
    assert pauses == [10, 20, 40, 80, 160, 300, 300, 300] and "refused" in known.error.lower()


def test_a_mail_that_makes_the_server_hang_up_lets_the_others_go_on_and_is_parked(server):
    server.drop = {"poison@example.org"}
    written("poison", "ada", "basile")
    for _ in range(8):
        MailServer.objects.update(silent_until=None)
        send_waiting()
        Mail.objects.filter(to="poison@example.org").update(next_attempt_at=timezone.now())
    assert states() == {"poison": "parked", "ada": "done", "basile": "done"}
    assert len(server.mails) == 2


def test_a_slow_server_is_waited_for(server):
    server.slow = 0.3
    written("ada", "basile")
    assert send_waiting() == 2


def test_line_breaks_stop_no_mail(server, ada, basile):
    ada.display_name = "Ada\r\nBcc: all@example.org"
    ada.save()
    happened = MemberFollowed(member=basile.pk, path="/")
    event = Event.objects.create(kind=happened.kind, actor=ada, data=happened.as_json())
    notification = Notification.objects.create(event=event, member=basile)
    Delivery.objects.create(notification=notification, mail=Mail.objects.create(composer="notification"))
    Mail.objects.create(to="eva@example.org", subject="A\nTo: all@example.org", text="Words")
    assert send_waiting() == 2
    first, second = server.mails
    assert first["Subject"] == "Ada Bcc: all@example.org vous suit" and first["Bcc"] is None
    assert second["Subject"] == "A To: all@example.org" and second["To"] == "eva@example.org"


def test_secret_words_are_forgotten_once_sent_and_when_they_expire(client, server, ada):
    client.post("/account/password/reset/", {"email": ada.email})
    assert "/reset/key/" in Mail.objects.get().text
    send_waiting()
    assert "/reset/key/" in server.mails[0].get_body().get_content()
    assert Mail.objects.get().text == ""
    client.post("/account/password/reset/", {"email": ada.email})
    Mail.objects.filter(state=State.WAITING).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert send_waiting() == 0 and len(server.mails) == 1
    assert set(Mail.objects.values_list("state", "text", "html")) == {("done", "", ""), ("failed", "", "")}


def test_a_mail_nobody_wants_any_more_is_not_sent_and_says_why(server, ada, basile):
    happened = MemberFollowed(member=basile.pk, path="/")
    event = Event.objects.create(kind=happened.kind, actor=ada, data=happened.as_json())
    for reason in ("no mails", "gone"):
        mail = Mail.objects.create(composer="notification")
        if reason == "no mails":
            notification = Notification.objects.create(event=event, member=basile)
            Delivery.objects.create(notification=notification, mail=mail)
    basile.wants_email = False
    basile.save()
    assert send_waiting() == 0 and not server.mails
    assert [mail.error for mail in Mail.objects.order_by("pk")] == [
        "Nothing of it is to be told: the member wants no mails.",
        "The notification is gone.",
    ]


def test_a_mail_sent_and_not_marked_is_sent_again_under_the_same_id(server):
    (mail,) = written("ada")
    send_waiting()
    Mail.objects.update(state=State.RUNNING, heartbeat=timezone.now() - 2 * LOST_AFTER)
    send_waiting()
    later()
    send_waiting()
    assert [sent["Message-ID"] for sent in server.mails] == [mail.message_id] * 2


@pytest.mark.django_db(transaction=True)
def test_a_killed_sender_loses_none_of_its_mails(server):
    server.slow = 0.05
    written(*(f"m{k}" for k in range(30)))
    wake_sender()
    first = start_worker("quick", PROSUM_TEST_SMTP=str(server.port))
    try:
        end = time.monotonic() + 120
        while len(server.mails) < 5:
            assert time.monotonic() < end
            time.sleep(0.02)
    finally:
        kill(first)
    time.sleep(0.5)
    Mail.objects.filter(state=State.RUNNING).update(heartbeat=timezone.now() - 2 * LOST_AFTER)
    send_waiting()
    later()
    send_waiting()
    assert not Mail.objects.exclude(state=State.DONE).exists()
    ids = [mail["Message-ID"] for mail in server.mails]
    assert len(set(ids)) == 30 and len(ids) <= 31, "at most the one it was killed at comes twice, under its own id"


def test_sign_up_by_post(client):
    client.post("/account/signup/", {"email": "n@example.org", "username": "newbie", "password1": "studs-and-tubes"})
    (mail,) = post()
    assert re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.text)
