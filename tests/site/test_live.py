"""The stream that tells open pages that something is new: a real ASGI server, a real browser's request."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.test import Client

from users.notifications.live import announce
from users.notifications.models import Event, Notification

from ..workers import environment


@pytest.fixture
def live(transactional_db):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asginl",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--workers-kill-timeout",
        "2",
        "prosum.live:application",
    ]
    process = subprocess.Popen(arguments, env=environment())
    address = f"http://127.0.0.1:{port}/live/"
    for _ in range(200):
        try:
            urllib.request.urlopen(address + "health", timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(20)


def test_members_hear_their_news_and_strangers_nothing(live, ada, basile):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(live, timeout=5)
    assert refused.value.code == 403
    client = Client()
    client.force_login(ada)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    foreign = urllib.request.Request(live, headers={"Cookie": cookie, "Origin": "https://evil.example"})
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(foreign, timeout=5)
    stream = urllib.request.urlopen(urllib.request.Request(live, headers={"Cookie": cookie}), timeout=10)
    assert stream.readline() == b": hello\n"
    others, hers = (told(member) for member in (basile, ada))
    began = time.monotonic()
    announce(others, others)
    announce(hers, hers)
    assert any(stream.readline() == b"event: notifications\n" for _ in range(8))
    assert time.monotonic() - began < 5, "at once, and not when the stream says that it is still there"
    assert [stream.readline(), stream.readline()] == [b"data: new\n", b"\n"]


def told(member) -> int:
    event = Event.objects.create(kind="member.followed", data={"member": member.pk, "path": "/"})
    return Notification.objects.create(event=event, member=member, happening=f"event:{event.pk}").pk
