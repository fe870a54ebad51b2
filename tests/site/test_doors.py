"""There is one door: nobody is signed in, and no password is even looked at, anywhere but on the one page."""

from __future__ import annotations

import base64
import json

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import BaseBackend
from django.test import Client

from users.tokens.models import ApiToken

from .addresses import addresses

DOOR = "/account/login/"
NAME, PASSWORD = "ada", "bricks-and-studs"
#: Every way a form calls the two fields, at once.
SHAPES = {
    **dict.fromkeys(("login", "username", "user", "auth-username", "name"), NAME),
    **dict.fromkeys(("email", "mail"), "ada@example.org"),
    **dict.fromkeys(("password", "auth-password", "password1", "password2", "old_password", "passwd"), PASSWORD),
}
BASIC = {"Authorization": "Basic " + base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()}

asked: list[str] = []


class Ear(BaseBackend):
    """A backend that knows nobody and remembers where somebody asked."""

    def authenticate(self, request, **credentials):
        asked.append(getattr(request, "path", "(nowhere)"))


@pytest.fixture
def ear(settings):  # the fixture of that name, which puts everything back
    asked.clear()
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.Ear", *settings.AUTHENTICATION_BACKENDS]
    # The test knocks at the door itself more often than a visitor may.
    settings.ACCOUNT_RATE_LIMITS = False


def knock(client: Client, address: str) -> None:
    client.raise_request_exception = False
    client.post(address, SHAPES, headers=BASIC)
    client.post(address, json.dumps(SHAPES), content_type="application/json")


def inside(client: Client) -> str | None:
    """Whose session the client holds."""
    return client.session.get(SESSION_KEY) if settings.SESSION_COOKIE_NAME in client.cookies else None


@pytest.mark.django_db
def test_right_credentials_open_one_door_only(ada, ear):
    opened = []
    for address in addresses():
        client = Client()
        knock(client, address)
        if inside(client):
            opened.append(address)
    assert opened == [DOOR]
    assert set(asked) == {DOOR}, "an address besides the door looked at a password"
    assert not ApiToken.objects.exists()


@pytest.mark.django_db
def test_being_inside_opens_no_other_door(ada, make_member, ear):
    """What asks for a password inside asks for one's own, and makes nobody somebody else."""
    operator = make_member("olga", is_staff=True, is_superuser=True)
    operator.set_password("not-the-others-password")
    operator.save()
    client = Client()
    for address in addresses():
        if not inside(client):
            client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
        knock(client, address)
        assert inside(client) in (None, str(operator.pk)), address
    assert set(asked) <= {"/account/reauthenticate/"}
    assert not ApiToken.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/operator/", "/operator/login/", "/editor/", "/editor/login/", "/en/_util/login/"]
)
def test_the_libraries_lead_to_the_door_and_back(client, address):
    answer = client.get(address)
    while answer.status_code == 302 and not answer.url.startswith(DOOR):
        answer = client.get(answer.url)
    assert answer.status_code == 302 and answer.url.startswith(DOOR + "?next=/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/operator/", "/editor/"])
def test_who_is_signed_in_and_not_allowed_is_told_so(client, ada, address):
    client.force_login(ada)
    answer = client.get(address, follow=True)
    assert answer.status_code == 403 and len(answer.redirect_chain) == 1


@pytest.mark.django_db
def test_the_second_factor_is_asked_for_on_the_way_to_the_administrations(make_member):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    operator = make_member("olga", is_staff=True, is_superuser=True)
    TOTP.activate(operator, generate_totp_secret())
    for address in ("/operator/", "/editor/"):
        client = Client()
        way = client.get(address, follow=True).redirect_chain[-1][0]
        answer = client.post(way, {"login": "olga", "password": PASSWORD})
        assert answer.url.startswith("/account/mfa/authenticate/")
        assert client.get(address).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/editor/password_reset/", "/operator/password_change/"])
def test_passwords_are_changed_in_one_place(client, make_member, address):
    client.force_login(make_member("olga", is_staff=True, is_superuser=True))
    answer = client.get(address)
    assert answer.status_code == 404 or answer.url == "/account/password/change/"
