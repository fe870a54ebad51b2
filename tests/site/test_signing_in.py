"""Who signs in on the way comes back to a page, whatever they sent; and what has no page says so in words."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from users.once import ARRIVED
from users.signing_in import is_readable

from .addresses import addresses
from .test_permissions import MATRIX, world  # noqa: F401  (a fixture)

#: Every changing request of the permission matrix for which one must sign in.
POSTS = [row for rows in MATRIX.values() for row in rows if row.method == "post" and row.expected[0] == "in"]
PAGE = "/@ada/tower/"


def _comes_back_to(answer) -> str:
    return parse_qs(urlsplit(answer.url).query)["next"][0]


@pytest.mark.django_db
def test_whoever_sends_a_form_signed_out_comes_back_to_a_page(client, world):  # noqa: F811
    names, _people = world
    lost = {}
    for row in POSTS:
        address = row.address.format(**names)
        for referer in (
            f"http://testserver{PAGE}?a=1",
            f"http://testserver{address}",
            "https://elsewhere.example/",
            "",
        ):
            target = _comes_back_to(client.post(address, row.data, headers={"referer": referer} if referer else {}))
            if not is_readable(target) or (referer.endswith("?a=1") and target != f"{PAGE}?a=1"):
                lost[address, referer] = target
    assert not lost


@pytest.mark.django_db
def test_no_address_sends_a_visitor_to_where_only_forms_go(client):
    lost = {}
    for address in addresses():
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            if answer.status_code == 302 and answer.url.startswith("/account/login/?") and "next=" in answer.url:
                target = _comes_back_to(answer)
                if not is_readable(target):
                    lost[method, address] = target
    assert not lost


@pytest.mark.django_db
def test_a_wrong_method_is_a_page_in_words_everywhere(client, ada):
    client.force_login(ada)
    blank = [
        address
        for address in addresses()
        if not address.startswith("/account/logout") and (answer := client.get(address)).status_code == 405
        if not answer.content or not answer["Allow"]
    ]
    assert not blank
    page = client.get(f"{PAGE}like/")
    assert page.status_code == 405 and page["Allow"] == "POST" and b"Prosum" in page.content


@pytest.mark.django_db
def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client, creation):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}"}
    answer = client.post(f"{PAGE}like/", headers=headers)
    assert answer["HX-Redirect"].startswith("/account/login/") and not answer.content
    assert parse_qs(urlsplit(answer["HX-Redirect"]).query)["next"] == [PAGE]


@pytest.mark.django_db
def test_the_browser_learns_that_a_form_arrived_and_only_then(ada, creation):
    client = Client()
    form = {"body": "Hello", "once": "abc-DEF_1"}
    address = f"/comments/creation/{creation.pk}/add/"
    assert ARRIVED not in client.post(address, form).cookies
    client.force_login(ada)
    assert ARRIVED not in client.post(address, form | {"body": " "}).cookies
    assert client.post(address, form).cookies[ARRIVED].value == form["once"]
    assert client.post(address, form).cookies[ARRIVED].value == form["once"]
    assert ARRIVED not in client.post(address, {"body": "x", "once": "a; Domain=x"}).cookies
