"""Where a laptop's site listens, and by which names it may be asked: this machine alone, unless `HOST` says otherwise."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
_NAMES = {"localhost": "127.0.0.1"}


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        found = ip_address(_NAMES.get(address, address).strip("[]"))
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback


@dataclass(frozen=True, slots=True)
class Listening:
    """`host` is an address of this machine, `0.0.0.0` or `::` for all of them, or a name of it."""

    host: str

    @classmethod
    def from_environment(cls) -> Listening:
        """As `HOST` says, and on this machine alone without it."""
        return cls(os.environ.get("HOST") or "127.0.0.1")

    @property
    def address(self) -> str:
        """What a server binds to."""
        return _NAMES.get(self.host, self.host)

    @property
    def is_private(self) -> bool:
        """Whether only this machine can connect."""
        return is_loopback(self.host)

    @property
    def is_everywhere(self) -> bool:
        """Whether other machines may reach it on any address."""
        return self.host in ("0.0.0.0", "::")

    @property
    def site(self) -> str:
        """The host of the address that people type."""
        if self.is_private:
            return "localhost"
        return _outward() if self.is_everywhere else _bracketed(self.host)

    @property
    def probe(self) -> str:
        """The host at which this machine itself asks whether the site answers."""
        if self.is_everywhere or self.host == "localhost":
            return "127.0.0.1"
        return _bracketed(self.host)

    @property
    def names(self) -> list[str]:
        """The hosts a request may name. A page elsewhere whose own name leads here (DNS rebinding) is none of them."""
        if self.is_private:
            return list(LOOPBACK_NAMES)
        own = [socket.gethostname(), _outward()] if self.is_everywhere else []
        return list(dict.fromkeys([*LOOPBACK_NAMES, _bracketed(self.host), *own]))

    def can_bind(self, port: int) -> bool:
        """Whether the port is free there. Raises OSError when the host is no address of this machine."""
        family, kind, _proto, _name, where = socket.getaddrinfo(self.address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((where[0], 0))
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(where)
            except OSError:
                return False
        return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _outward() -> str:
    """The address by which this machine speaks to others. Nothing is sent: a datagram socket only chooses its route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])
