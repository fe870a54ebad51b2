"""How often the API may be called. Visitors are told apart as everywhere else, not by what they claim in a header."""

from __future__ import annotations

from rest_framework import throttling
from rest_framework.request import Request

from users.addresses import client_network


class AnonRateThrottle(throttling.AnonRateThrottle):
    """How often a visitor who is not signed in may ask."""

    def get_ident(self, request: Request) -> str:
        """The visitor's network, as our own proxies tell it."""
        return client_network(request)


class UserRateThrottle(throttling.UserRateThrottle):
    """How often a member may ask."""

    def get_ident(self, request: Request) -> str:
        """The visitor's network, as our own proxies tell it."""
        return client_network(request)
