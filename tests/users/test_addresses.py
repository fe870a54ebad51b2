"""Whose address a request comes from."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from users.addresses import client_address


@pytest.mark.parametrize(
    ("proxies", "passed", "expected"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "nobody", "192.0.2.1"),
        (1, "2001:DB8:0::1", "2001:db8::1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, passed, expected):
    settings.PROSUM_TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": passed}, REMOTE_ADDR="192.0.2.1")
    assert client_address(request) == expected


def test_a_socket_has_no_address():
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == ""
