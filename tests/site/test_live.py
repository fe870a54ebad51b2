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


def test_members_hear_their_news_and_strangers_nothing(live, ada):
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
    time.sleep(0.3)
    announce([ada.pk])
    assert any(stream.readline() == b"event: notifications\n" for _ in range(8))
