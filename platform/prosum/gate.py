"""The gate in front of the pages: how many are served at once, how many wait, and what the others are told.

Each page at work holds a thread and a database connection, so the database bounds how many there may be. Beyond them a
request waits for its turn; when the waiting places are taken too it is answered 503 at once, which costs next to nothing
and is better than a line that never ends. A visitor with a slow line holds a place, but no turn and no connection:
what they send is received before their turn, and what they are sent leaves after it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import IO, Any

from django.db import close_old_connections

from .paths import PLATFORM

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

#: Threads beyond all places, for those that are turned away and for the health check.
SPARE_THREADS = 8
#: Seconds after which a visitor who was turned away may try again.
RETRY_AFTER = 5
#: Answers up to this many bytes are handed to the server in one piece.
ONE_PIECE = 512 * 1024
_CHUNK = 256 * 1024
#: A body larger than this many bytes is received into a file instead of memory.
_IN_MEMORY = 1024 * 1024

#: What they see meanwhile: it needs neither templates nor a session, and asks again by itself.
PAGE = (PLATFORM / "templates" / "errors" / "503.html").read_text("utf-8")


class Gate:
    """A WSGI application around another: `serving` requests at work, `waiting` more in line.

    `patience` is how many seconds a request waits for its turn; `largest` how many bytes it may bring.
    """

    def __init__(self, application: Application, *, serving: int, waiting: int, patience: float, largest: int) -> None:
        self.application = application
        self.patience = patience
        self.largest = largest
        self._places = BoundedSemaphore(serving + waiting)
        self._turns = BoundedSemaphore(serving)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request in its turn: 413 when it is too large, 503 when too many wait."""
        if environ.get("PATH_INFO") == "/health/":
            return _plain(start_response, HTTPStatus.OK, "ok")
        if _length(environ) > self.largest:
            return _plain(start_response, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is larger than we take.")
        if not self._places.acquire(blocking=False):
            return _turned_away(environ, start_response)
        try:
            body = _received(environ)
            answer = self._at_turn(environ, start_response) if body is not None else None
        except BaseException:
            self._places.release()
            raise
        if isinstance(answer, _Sending):
            answer.then = self._places.release
            return answer
        self._places.release()
        if body is None:
            return _plain(start_response, HTTPStatus.BAD_REQUEST, "The request ended too early.")
        return answer if answer is not None else _turned_away(environ, start_response)

    def _at_turn(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes] | None:
        """The application's answer; None when no turn came. The connection goes back to the pool before it is sent."""
        if not self._turns.acquire(timeout=self.patience):
            return None
        try:
            answer = self.application(environ, start_response)
            if getattr(answer, "streaming", False) and _announced(answer) > ONE_PIECE:
                close_old_connections()
                return _Sending(answer)
            try:
                return [b"".join(answer)]
            finally:
                _close(answer)
        finally:
            self._turns.release()


class _Sending(Iterable[bytes]):
    """A long answer on its way; `then` is called once when it has arrived or was given up."""

    def __init__(self, answer: Iterable[bytes]) -> None:
        self.answer = answer
        self.then: Callable[[], None] | None = None

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        try:
            _close(self.answer)
        finally:
            then, self.then = self.then, None
            if then is not None:
                then()


def _length(environ: Environ) -> int:
    """How many bytes the request says it brings."""
    try:
        return max(0, int(environ.get("CONTENT_LENGTH") or 0))
    except ValueError:
        return 0


def _received(environ: Environ) -> IO[bytes] | None:
    """Put the whole body in place of the stream it comes by; None when the visitor went away before its end."""
    missing = _length(environ)
    source = environ["wsgi.input"]
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (closed with the request)
    while missing:
        chunk = source.read(min(missing, _CHUNK))
        if not chunk:
            return None
        kept.write(chunk)
        missing -= len(chunk)
    kept.seek(0)
    environ["wsgi.input"] = kept
    return kept


def _announced(answer: Any) -> int:
    """The length an answer announces; without one it may be endless."""
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isdigit() else ONE_PIECE + 1


def _close(answer: Any) -> None:
    if hasattr(answer, "close"):
        answer.close()


def _turned_away(environ: Environ, start_response: StartResponse) -> list[bytes]:
    more = [("Retry-After", str(RETRY_AFTER))]
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if environ.get("PATH_INFO", "").startswith("/api/"):
        problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": "Too many are here."}
        return _answer(start_response, status, "application/problem+json", json.dumps(problem), more)
    more.append(("Content-Security-Policy", "default-src 'none'"))
    return _answer(start_response, status, "text/html; charset=utf-8", PAGE, more)


def _plain(start_response: StartResponse, status: HTTPStatus, text: str) -> list[bytes]:
    return _answer(start_response, status, "text/plain; charset=utf-8", text, [])


def _answer(
    start_response: StartResponse, status: HTTPStatus, kind: str, text: str, more: list[tuple[str, str]]
) -> list[bytes]:
    body = text.encode()
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response(f"{status.value} {status.phrase}", [*headers, *more])
    return [body]
