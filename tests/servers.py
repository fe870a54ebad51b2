"""Real servers beside the tests, on the test's own database and broker, and crowds of visitors for them."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from .workers import environment, kill


@dataclass(frozen=True)
class Answer:
    """What a visitor got: status 0 when the connection was refused, reset or silent. `seconds` until the last byte."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(name: str = "web", **more: str) -> Iterator[int]:
    """`prosum serve` as in production, on a port of its own."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "prosum.cli", "serve", name, "--port", str(port)],
        env=environment(**more),
        start_new_session=True,
    )
    try:
        wait_until_alive(port, "/health/" if name == "web" else "/live/health")
        yield port
    finally:
        kill(process)


def wait_until_alive(port: int, path: str = "/health/", seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while visit(port, path, timeout=2).status != 200:
        assert time.monotonic() < end, f"no answer on port {port} within {seconds} s"
        time.sleep(0.1)


def visit(port: int, path: str, *, timeout: float = 30, data: bytes | None = None, **headers: str) -> Answer:
    """One request; redirects are followed."""
    began = time.monotonic()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read(), time.monotonic() - began)
    except urllib.error.HTTPError as error:
        return Answer(error.code, dict(error.headers), error.read(), time.monotonic() - began)
    except OSError:
        return Answer(0, seconds=time.monotonic() - began)


def crowd(port: int, paths: Sequence[str], *, timeout: float = 60) -> list[Answer]:
    """As many visitors as `paths`, all at the same moment, each on a connection of their own."""

    async def everybody() -> list[Answer]:
        return await asyncio.gather(*(_one(port, path, timeout) for path in paths))

    return asyncio.run(everybody())


async def _one(port: int, path: str, timeout: float) -> Answer:
    began = time.monotonic()
    try:
        async with asyncio.timeout(timeout):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            received = await reader.read(-1)
            writer.close()
    except (OSError, TimeoutError):
        return Answer(0, seconds=time.monotonic() - began)
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.title(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Answer(int(first.split()[1]), headers, body, time.monotonic() - began)
