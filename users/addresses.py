"""Where a request comes from."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's own address, and the only place that reads `X-Forwarded-For`.

    Each proxy appends the address it was called from, so with `PROSUM_TRUSTED_PROXIES` proxies of ours the visitor's is
    that many from the end; whatever stands before it was written by the visitor. Without proxies, or when there are
    fewer entries than proxies, it is the address of the connection; empty on a Unix socket.
    """
    proxies: int = settings.PROSUM_TRUSTED_PROXIES
    if proxies > 0:
        passed = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(passed) >= proxies and (found := _valid(passed[-proxies])):
            return found
    return _valid(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """What limits count by: the visitor's address, or the /64 it is in, since one IPv6 connection has all of that."""
    address = client_address(request)
    return str(ip_network(f"{address}/64", strict=False).network_address) if ":" in address else address


def _valid(text: str) -> str:
    """The address in its one spelling, or an empty string for what is none."""
    try:
        return str(ip_address(text.strip("[]")))
    except ValueError:
        return ""
