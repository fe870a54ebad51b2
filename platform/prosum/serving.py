"""`prosum serve`: the two servers of a site, with threads and connections that fit the database.

`web` answers pages and the API over WSGI: `WEB_WORKERS` processes, each with `WEB_THREADS` requests at work and as many
connections, and `WEB_WAITING` requests in line (see `gate`). `live` holds what stays open, over ASGI.
"""

from __future__ import annotations

import os
import sys

#: How many connections the system holds for us before they are accepted.
BACKLOG = 2048
#: How many connections of visitors a process accepts; idle ones cost little, the gate bounds the busy ones.
CONNECTIONS = 4096


def number(name: str, default: int, least: int = 1) -> int:
    """A whole number from the environment. Raises SystemExit with a sentence for what is none or too small."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < least:
        raise SystemExit(f"{name} must be a whole number of at least {least}, not {value!r} (docs/settings.md).")
    return int(value)


def workers() -> int:
    """How many processes answer pages."""
    return number("WEB_WORKERS", 2)


def threads() -> int:
    """How many pages each process answers at once."""
    return number("WEB_THREADS", 8)


def waiting() -> int:
    """How many requests each process lets wait."""
    return number("WEB_WAITING", 150, least=0)


def pool() -> int:
    """Connections that the threads of one process of pages share: a page at work needs one, and no page needs two."""
    return number("DATABASE_POOL", threads(), least=0) or threads()


def command(name: str, *, host: str, port: int) -> list[str]:
    """The command line of a server, `web` or `live`."""
    from .gate import SPARE_THREADS

    line = [sys.executable, "-m", "granian", "--host", host, "--port", str(port), "--no-ws", "--log-level", "warning"]
    if name == "live":
        return [*line, "--interface", "asginl", "--workers-kill-timeout", "2", "prosum.live:application"]
    line += ["--interface", "wsgi", "--workers", str(workers()), "--respawn-failed-workers"]
    line += ["--backlog", str(BACKLOG), "--backpressure", str(CONNECTIONS)]
    line += ["--blocking-threads", str(threads() + waiting() + SPARE_THREADS)]
    return [*line, "--workers-kill-timeout", "5", "prosum.wsgi:application"]


def environment(name: str) -> dict[str, str]:
    """The environment of a server: pages draw from a pool, a process of one thread keeps its one connection."""
    if name == "web":
        return {**os.environ, "DATABASE_POOL": str(pool())}
    return {name: value for name, value in os.environ.items() if name != "DATABASE_POOL"}


def serve(name: str, host: str, port: int) -> int:
    """Become the server; does not return. Raises SystemExit with a sentence when it could not serve."""
    from .preflight import check_place, check_settings, check_site

    check_place(host, port)
    if name == "web":
        check_site()
    else:
        check_settings()
    os.execve(sys.executable, command(name, host=host, port=port), environment(name))
