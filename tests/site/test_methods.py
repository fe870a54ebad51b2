"""What can be read with GET can be asked about with HEAD, at every address."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.test import Client

from .addresses import addresses
from .test_live import live  # noqa: F401  (a fixture)
from .test_permissions import MATRIX, VISITORS, world  # noqa: F401  (a fixture)

READ = sorted({row.address for rows in MATRIX.values() for row in rows if row.method == "get"})


@pytest.mark.django_db
def test_a_visitor_may_ask_about_every_address_there_is(client):
    differing = {}
    for address in addresses():
        read, asked = client.get(address), client.head(address)
        if read.status_code != asked.status_code or b"".join(asked):
            differing[address] = (read.status_code, asked.status_code)
    assert not differing


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", range(4), ids=VISITORS)
def test_everybody_may_ask_about_what_they_may_read(client, world, visitor):  # noqa: F811
    names, people = world
    member = people[VISITORS[visitor]]
    if member is not None:
        client.force_login(member)
    differing = {}
    for row in READ:
        address = row.format(**names)
        read, asked = client.get(address), client.head(address)
        if read.status_code != asked.status_code or b"".join(asked):
            differing[address] = (read.status_code, asked.status_code)
    assert not differing


def _status(address: str, method: str, cookie: str = "") -> int:
    request = urllib.request.Request(address, method=method, headers={"Cookie": cookie})
    try:
        return urllib.request.urlopen(request, timeout=5).status
    except urllib.error.HTTPError as error:
        return error.code


def test_the_live_server_too(live, ada):  # noqa: F811
    client = Client()
    client.force_login(ada)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    assert _status(live, "HEAD") == _status(live, "GET") == 403
    assert _status(live, "HEAD", cookie) == _status(live, "GET", cookie) == 200
    assert _status(live + "health", "HEAD") == 200
    assert _status(live, "POST", cookie) == 405
