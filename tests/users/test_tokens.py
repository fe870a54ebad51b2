"""Tokens of the API: made on a page, never by posting a password."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from users.errors import ActionError
from users.models import Member
from users.tokens import actions
from users.tokens.models import ApiToken, Scope

from ..background import post

pytestmark = pytest.mark.django_db

PASSWORD = "bricks-and-studs"
PAGE = "/settings/tokens/"
NEW = {"name": "Printer", "scope": "read", "days": "30"}


def signed_in(name: str = "ada") -> Client:
    client = Client()
    client.post("/account/login/", {"login": name, "password": PASSWORD})
    return client


def made_on_the_page(client: Client, **fields: str) -> str:
    """The secret, as a person who follows the pages comes by it."""
    answer = client.post(PAGE, {**NEW, **fields})
    if answer.status_code == 302:
        answer = client.post(answer.url, {"password": PASSWORD})
    assert answer.status_code == 201, answer.content.decode()
    return re.search(r'value="(prosum_[0-9a-f]{64})"', answer.content.decode())[1]


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def make(member: Member, scope: Scope = Scope.WRITE, name: str = "Printer", days: int = 30) -> str:
    return actions.create_token(member=member, name=name, scope=scope, days=days)[1]


def works(secret: str) -> bool:
    return Client().get("/api/v1/colours/", headers=bearer(secret)).status_code == 200


def test_a_token_is_made_after_the_password_and_shown_once(ada):
    client = signed_in()
    first = client.post(PAGE, NEW)
    assert first.status_code == 302 and first.url.startswith("/account/reauthenticate/")
    assert not ApiToken.objects.exists()
    answer = client.post(first.url, {"password": PASSWORD})
    assert answer.status_code == 201 and "no-store" in answer["Cache-Control"]
    secret = re.search(r"prosum_[0-9a-f]{64}", answer.content.decode())[0]
    assert works(secret)
    page = client.get(PAGE).content.decode()
    assert "Printer" in page and secret not in page


def test_only_a_hash_of_it_is_kept(ada):
    secret = make(ada)
    row = str(ApiToken.objects.values().get())
    assert secret not in row and secret.removeprefix("prosum_")[10:] not in row


def test_a_reading_token_changes_nothing(ada, creation, tower):
    headers = bearer(make(ada, Scope.READ))
    client, address = Client(), f"/api/v1/creations/{creation.pk}/"
    assert client.get(address, headers=headers).status_code == 200
    answers = [
        client.post("/api/v1/creations/", {"file": SimpleUploadedFile("t.ldr", tower)}, headers=headers),
        client.patch(address, {"title": "Mine"}, content_type="application/json", headers=headers),
        client.post(address + "fork/", headers=headers),
        client.put(address + "like/", headers=headers),
        client.delete(address, headers=headers),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert "only read" in answers[0].json()["detail"]
    creation.refresh_from_db()
    assert creation.title == "Tower" and creation.like_count == 0


def test_a_token_opens_the_api_alone(ada):
    assert Client().get("/settings/", headers=bearer(make(ada))).status_code == 302


def test_its_last_use_is_shown(ada):
    secret = make(ada)
    client = signed_in()
    assert "never" in client.get(PAGE).content.decode()
    assert works(secret)
    assert "never" not in client.get(PAGE).content.decode()


def test_an_expired_token_is_worthless(ada):
    secret = make(ada)
    past = timezone.now() - timedelta(days=31)
    ApiToken.objects.update(created=past, expiry=past + timedelta(days=30))
    assert not works(secret)


def test_one_is_revoked_or_all(ada):
    first, second, third = (make(ada, name=name) for name in ("One", "Two", "Three"))
    client = signed_in()
    client.post(PAGE + "revoke/", {"name": "Two"})
    assert [works(first), works(second), works(third)] == [True, False, True]
    client.post(PAGE + "revoke/", {"all": "1"})
    assert not works(first) and not works(third)


def test_nobody_revokes_anothers(ada, basile):
    secret = make(ada)
    client = signed_in("basile")
    client.post(PAGE + "revoke/", {"name": "Printer"})
    client.post(PAGE + "revoke/", {"all": "1"})
    assert works(secret)


def test_changing_the_password_revokes_them(ada):
    secret = make(ada)
    client = signed_in()
    new = "studs-and-tubes-9"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert Member.objects.get().check_password(new) and not works(secret)


def test_resetting_the_password_revokes_them(ada, client):
    secret = make(ada)
    client.post("/account/password/reset/", {"email": ada.email})
    link = next(link for mail in post() for link in mail.links if "/reset/key/" in link)
    page = client.get(link.partition("testserver")[2], follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": "studs-and-tubes-9", "password2": "studs-and-tubes-9"})
    assert Member.objects.get().check_password("studs-and-tubes-9") and not works(secret)


@pytest.mark.parametrize("how", ["set_password", "close", "deactivate", "delete"])
def test_whatever_ends_the_way_in_ends_the_tokens(ada, how):
    secret = make(ada)
    if how == "delete":
        signed_in().post("/settings/delete/", {"password": PASSWORD})
    else:
        if how == "set_password":
            ada.set_password("studs-and-tubes-9")
        elif how == "close":
            ada.set_unusable_password()
        else:
            ada.is_active = False
        ada.save()
        Member.objects.update(is_active=True)
    assert not works(secret) and not ApiToken.objects.exists()


def test_a_better_hash_of_the_same_password_revokes_nothing(ada, settings):
    secret = make(ada)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    assert signed_in().get(PAGE).status_code == 200
    assert Member.objects.get().password.startswith("pbkdf2") and works(secret)


def test_it_needs_a_confirmed_address(ada):
    EmailAddress.objects.update(verified=False)
    with pytest.raises(ActionError, match="Confirm"):
        make(ada)


def test_names_numbers_and_lives_are_limited(ada, settings):
    settings.PROSUM_TOKEN_LIMIT = 2
    client = signed_in()
    made_on_the_page(client)
    assert client.post(PAGE, {**NEW, "name": "PRINTER"}).status_code == 409
    assert client.post(PAGE, {**NEW, "name": "Other", "days": "4000"}).status_code == 422
    assert client.post(PAGE, {**NEW, "name": "Other", "scope": "all"}).status_code == 422
    made_on_the_page(client, name="Other")
    answer = client.post(PAGE, {**NEW, "name": "Third"})
    assert answer.status_code == 409 and "as many tokens" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.update(expiry=timezone.now() + timedelta(days=400))
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.update(expiry=None)


def test_the_member_is_told(ada):
    from users.notifications.tasks import drain_events

    made_on_the_page(signed_in(), name="Watch")
    drain_events()
    assert "Watch" in signed_in().get("/notifications/").content.decode()


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer a b", "Bearer \xff\xfe", "Bearer prosum_", "Bearer \x00", "Token x", "Basic x"]
)
def test_nonsense_is_no_token_and_no_error(client, header):
    assert client.get("/api/v1/colours/", headers={"Authorization": header}).status_code in (200, 401)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_stay_within_the_limit(ada, settings):
    settings.PROSUM_TOKEN_LIMIT = 3
    start = threading.Barrier(8)

    def make_one(number: int) -> None:
        start.wait()
        try:
            make(ada, name=f"n{number}")
        except ActionError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=make_one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ApiToken.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_no_token_slips_past_a_change_of_password(ada):
    """Made by a session that began before it: refused, whichever comes first."""
    stale = Member.objects.get(pk=ada.pk)
    ada.set_password("studs-and-tubes-9")
    ada.save()
    with pytest.raises(ActionError, match="changed"):
        make(stale)
