"""Sign-ins that fail: who tries is slowed down, and nobody else is."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from django.test import Client

from users.attempts import FAILURES
from users.models import Member
from users.notifications.tasks import drain_events

from ..background import post

PASSWORD = "bricks-and-studs"
STRANGER, OWNER, PROXY = "198.51.100.7", "203.0.113.9", "192.0.2.1"


def sign_in(name: str, password: str, *, passed: str = "", peer: str = PROXY) -> bool:
    """Whether a new browser gets in; `passed` is what its request carries as X-Forwarded-For."""
    client = Client(REMOTE_ADDR=peer, headers={"X-Forwarded-For": passed} if passed else {})
    client.post("/account/login/", {"login": name, "password": password})
    return client.get("/settings/").status_code == 200


@pytest.fixture
def behind_a_proxy(settings):
    settings.PROSUM_TRUSTED_PROXIES = 1


@pytest.mark.django_db
def test_a_stranger_locks_nobody_out_but_himself(ada, behind_a_proxy):
    for _ in range(8):
        assert not sign_in("ada", "wrong", passed=STRANGER)
    assert not sign_in("ada", PASSWORD, passed=STRANGER)
    assert sign_in("ada", PASSWORD, passed=OWNER)


@pytest.mark.django_db
def test_ten_bad_sign_ins_leave_the_others_behind_the_proxy_alone(ada, basile, behind_a_proxy):
    for number in range(12):
        sign_in(f"nobody{number}", "wrong", passed=STRANGER)
    assert not sign_in("basile", PASSWORD, passed=STRANGER)
    assert sign_in("basile", PASSWORD, passed=OWNER)


@pytest.mark.django_db
def test_many_names_of_one_account_count_together(ada):
    for name in ("ada", "ADA", "ada@example.org", "Ada@Example.org", "ada"):
        sign_in(name, "wrong")
    assert not sign_in("ada@example.org", PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize("proxies", [0, 1])
def test_a_claimed_address_is_not_believed(ada, settings, proxies):
    """What the visitor writes stands before what our proxy appends; without a proxy nothing of it counts."""
    settings.PROSUM_TRUSTED_PROXIES = proxies
    for number in range(6):
        claimed = f"10.0.0.{number}"
        sign_in("ada", "wrong", passed=f"{claimed}, {STRANGER}" if proxies else claimed, peer=STRANGER)
    assert not sign_in("ada", PASSWORD, passed=f"10.9.9.9, {STRANGER}" if proxies else "10.9.9.9", peer=STRANGER)


@pytest.mark.django_db
def test_one_connections_many_ipv6_addresses_count_as_one(ada):
    for number in range(6):
        sign_in("ada", "wrong", peer=f"2001:db8::{number:x}")
    assert not sign_in("ada", PASSWORD, peer="2001:db8::ffff")
    assert sign_in("ada", PASSWORD, peer="2001:db8:0:1::1")


@pytest.mark.django_db
def test_fewer_entries_than_proxies_is_no_error(ada, settings):
    settings.PROSUM_TRUSTED_PROXIES = 2
    assert sign_in("ada", PASSWORD, passed=OWNER)


@pytest.mark.django_db(transaction=True)
def test_the_member_is_told_once_by_page_and_by_mail(basile):
    for number in range(3 * FAILURES):
        sign_in("basile", "wrong", peer=f"198.51.100.{number}")
    drain_events()
    (notification,) = Member.objects.get(username="basile").notifications.all()
    assert notification.event.kind == "account.sign_ins_failed"
    (mail,) = [mail for mail in post() if mail.to == basile.email]
    assert "plusieurs fois" in mail.text
    assert sign_in("basile", PASSWORD, peer=OWNER)


@pytest.mark.django_db(transaction=True)
def test_wrong_codes_of_the_second_factor_are_told_too(ada):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(ada, generate_totp_secret())
    client = Client()
    client.post("/account/login/", {"login": "ada", "password": PASSWORD})
    for _ in range(FAILURES):
        client.post("/account/mfa/authenticate/", {"code": "000000"})
    drain_events()
    assert ada.notifications.get().event.kind == "account.sign_ins_failed"


@pytest.mark.django_db(transaction=True)
def test_the_api_counts_visitors_by_the_proxys_word(live_server, settings):
    """Over a real connection: the test is the proxy."""
    settings.PROSUM_TRUSTED_PROXIES = 1
    settings.PROSUM_RATES = {**settings.PROSUM_RATES, "api_visitor": "2/h"}

    def ask(passed: str) -> int:
        request = urllib.request.Request(live_server.url + "/api/v1/colours/", headers={"X-Forwarded-For": passed})
        try:
            return urllib.request.urlopen(request, timeout=10).status
        except urllib.error.HTTPError as error:
            return error.code

    assert [ask(f"10.0.0.{number}, {STRANGER}") for number in range(3)] == [200, 200, 429]
    assert ask(f"{STRANGER}, {OWNER}") == 200
