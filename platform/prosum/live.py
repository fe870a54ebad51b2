"""The small ASGI process for what stays open: a stream that tells a member's pages when something is new.

Pages are served over WSGI; only this holds connections. It reads the session cookie, so it needs no sign-in of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any

import django

django.setup()

from asgiref.sync import sync_to_async  # noqa: E402  (after setup: settings are read below)
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from .news import News  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

#: Seconds between comments that keep proxies from closing a quiet stream.
PULSE = 25
#: Seconds after which a stream is asked anew whether its member is still signed in.
RECHECK = 120
NEWS = b"event: notifications\ndata: new\n\n"

_news = News()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application: one stream of news a page, and whether it lives."""
    if scope["type"] != "http":
        return
    if scope["method"] not in ("GET", "HEAD"):
        await _answer(send, 405, b"this stream is only read")
        return
    headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
    if scope["path"].rstrip("/").endswith("/health"):
        await _answer(send, 200, b"ok")
        return
    origin = headers.get("origin", "")
    if origin and origin.rstrip("/") not in _origins(headers):
        await _answer(send, 403, b"this stream belongs to another site")
        return
    cookie = headers.get("cookie", "")
    member_id = await sync_to_async(_member_id)(cookie)
    if member_id is None:
        await _answer(send, 403, b"sign in first", origin)
        return
    await send({"type": "http.response.start", "status": 200, "headers": _stream_headers(origin)})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    await _stream(member_id, cookie, receive, send)


def _origins(headers: dict[str, str]) -> set[str]:
    """The site itself; on a laptop also the same host at another port."""
    host = headers.get("host", "").rpartition(":")[0]
    port = settings.SITE_URL.rpartition(":")[2]
    local = {f"http://{host}:{port}"} if settings.PROSUM_ON_A_LAPTOP and host else set()
    return {settings.SITE_URL, *local}


def _member_id(cookies: str) -> int | None:
    """Whom the session cookie belongs to, checked as Django checks it."""
    close_old_connections()
    try:
        jar = SimpleCookie(cookies)
    except Exception:
        return None
    if settings.SESSION_COOKIE_NAME not in jar:
        return None
    request = HttpRequest()
    request.session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")(jar[settings.SESSION_COOKIE_NAME].value)
    user = get_user(request)
    return user.pk if user.is_authenticated else None


def _stream_headers(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        *_cors(origin),
    ]


async def _stream(member_id: int, cookie: str, receive: Receive, send: Send) -> None:
    """Say that there is something new whenever there is, until the page or the session is gone."""
    gone = asyncio.create_task(_disconnected(receive))
    clock = asyncio.get_running_loop().time
    checked = clock()
    try:
        async with _news.of(member_id) as waiting:
            await _say(send, b": hello\n\n")
            while not gone.done():
                said = asyncio.create_task(waiting.wait())
                await asyncio.wait({gone, said}, timeout=PULSE, return_when=asyncio.FIRST_COMPLETED)
                said.cancel()
                if clock() - checked > RECHECK:
                    checked = clock()
                    if await sync_to_async(_member_id)(cookie) != member_id:
                        break
                await _say(send, NEWS if waiting.is_set() else b": still here\n\n")
                waiting.clear()
    finally:
        gone.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cors(origin: str) -> list[tuple[bytes, bytes]]:
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


async def _answer(send: Send, status: int, body: bytes, origin: str = "") -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_cors(origin)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
