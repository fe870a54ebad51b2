"""What an operator sees of the background, and does about it."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from users.mails.models import Mail, MailServer
from users.notifications.models import Event
from users.work.models import State, Work

from ..background import work_off
from ..work import trouble

pytestmark = pytest.mark.django_db
assert trouble.KINDS  # they are registered


@pytest.fixture
def olga(make_member):
    return make_member("olga", "operator")


@pytest.fixture
def parked():
    def make(model, **fields):
        return model.objects.create(state=State.PARKED, attempts=3, error="MemoryError: no room", **fields)

    return {
        "work": make(Work, kind="test.fine", subject="booklet:7"),
        "events": make(Event, kind="comment.made", subject="creation:5"),
        "mails": make(Mail, to="gone@example.org", subject="Hello", text="Words"),
    }


@pytest.mark.parametrize("name", ["work", "events", "mails"])
def test_what_is_parked_is_seen_with_its_error_and_tried_again_or_given_up(client, olga, parked, name):
    client.force_login(olga)
    row = parked[name]
    page = client.get(f"/background/{name}/").content.decode()
    assert "MemoryError: no room" in page and f'value="{row.pk}"' in page
    client.post(f"/background/{name}/move/", {"row": row.pk, "move": "retry"})
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (State.WAITING, 0, "")
    client.post(f"/background/{name}/move/", {"row": row.pk, "move": "drop"})
    row.refresh_from_db()
    assert row.state == State.FAILED


def test_the_first_page_names_the_tables_with_something_parked(client, olga, parked):
    client.force_login(olga)
    olga.language = "fr"
    olga.save()
    client.cookies["django_language"] = "fr"
    page = client.get("/background/", headers={"accept-language": "fr"}).content.decode()
    assert "En arrière-plan" in page and page.count("(1)") >= 3


def test_the_menu_leads_operators_there_and_nobody_else(client, olga, ada):
    for member, there in ((olga, True), (ada, False)):
        client.force_login(member)
        assert ("/background/work/" in client.get("/").content.decode()) is there


def test_the_page_says_that_the_mail_server_fails(client, olga):
    from django.utils import timezone

    MailServer.objects.create(failures=2, error="ConnectionRefusedError: no", failed_at=timezone.now())
    client.force_login(olga)
    assert "ConnectionRefusedError: no" in client.get("/background/mails/").content.decode()


def test_the_words_of_mails_are_not_shown(client, olga):
    Mail.objects.create(state=State.PARKED, to="a@example.org", text="reset/key/secret", is_secret=True)
    client.force_login(olga)
    assert "reset/key" not in client.get("/background/mails/").content.decode()


@pytest.mark.parametrize("fields", [{}, {"row": "x", "move": "retry"}, {"row": "1", "move": "burn"}, {"row": "9" * 30}])
def test_nonsense_is_refused(client, olga, fields):
    client.force_login(olga)
    assert client.post("/background/work/move/", fields).status_code == 400


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("work", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_the_command_lists_tries_again_and_gives_up(parked):
    listed = told("list")
    assert "1 parked" in listed and "MemoryError: no room" in listed and "booklet:7" in listed
    assert "comment.made" in told("list", "--of", "events", "--state", "parked")
    assert "Say which" in told("retry")
    assert "1 tried again" in told("retry", "--state", "parked")
    assert [work.state for work in work_off("pictures")] == [State.DONE]
    assert "1 given up" in told("drop", str(parked["mails"].pk), "--of", "mails")
