"""Pictures fetched from where the blog stood, and from nowhere inside: what an export names may be anything."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

from .pictures import LARGEST

_SECONDS = 10
_REDIRECTS = 3
_SECONDS_IN_ALL = 60

LookUp = Callable[[str, int], str]


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was looked at, whatever the name leads to a moment later."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self._address = address
        self._secure = secure

    def connect(self) -> None:
        """To the address, with the certificate of the name."""
        self.sock = socket.create_connection((self._address, self.port), _SECONDS)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def fetched(address: str, look_up: LookUp | None = None) -> bytes | None:
    """The bytes at an address of the web; None where there are none, too many, too slow, or inside of a private network.

    `look_up` finds the address of a host, or raises OSError; without it only public ones are found.
    """
    for _step in range(_REDIRECTS + 1):
        try:
            status, place, data = _asked(address, look_up or public_address)
            onward = urljoin(address, place)
        except (OSError, ValueError, http.client.HTTPException):
            return None
        if status in (301, 302, 303, 307, 308) and place:
            address = onward
            continue
        return data if status == 200 and len(data) <= LARGEST else None
    return None


def public_address(host: str, port: int) -> str:
    """An address of the host; raises OSError where any that it has is not of the public internet."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for each in found:
        address = ipaddress.ip_address(each.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
        if not (address.is_global and mapped.is_global) or address.is_multicast:
            raise OSError(f"{host} is not a public address")
    return found[0]


def _asked(address: str, look_up: LookUp) -> tuple[int, str, bytes]:
    """The status, where it leads on to, and the first bytes."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError(address)
    port = parts.port or (443 if secure else 80)
    host = parts.hostname.encode("idna").decode("ascii")
    connection = _Pinned(host, port, look_up(host, port), secure=secure)
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            f"?{quote(parts.query, safe='/%:@!$&()*+,;=?~-._')}" if parts.query else ""
        )
        connection.request("GET", path, headers={"User-Agent": "Prosum", "Accept": "image/*"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), _read(answer)
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse) -> bytes:
    """As much as one byte more than a picture may have; raises OSError where it comes too slowly."""
    until = time.monotonic() + _SECONDS_IN_ALL
    data = bytearray()
    while len(data) <= LARGEST and (piece := answer.read1(1 << 16)):
        data += piece
        if time.monotonic() > until:
            raise OSError("too slow")
    return bytes(data[: LARGEST + 1])
