"""What the streams of one process listen to together: one subscription at the broker, one question to the database a message.

A stream that begins waits until the broker listens for it, so nothing falls between. While the broker is away each
stream is told to look for itself from time to time; when it is back all look once, for what they missed.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import redis.asyncio as redis
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from users.notifications.live import CHANNEL, concerned

#: Seconds after which pages look for themselves while the broker is away.
WITHOUT_BROKER = 15
#: Seconds a stream waits for the broker before it begins without it.
PATIENCE = 3


class News:
    """The streams of this process, by member. It listens from the first one on."""

    def __init__(self) -> None:
        self._streams: dict[int, set[asyncio.Event]] = defaultdict(set)
        self._listener: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    @asynccontextmanager
    async def of(self, member: int) -> AsyncIterator[asyncio.Event]:
        """An event that is set when the member has something new."""
        new = asyncio.Event()
        self._streams[member].add(new)
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._listening.wait(), PATIENCE)
            yield new
        finally:
            self._streams[member].discard(new)
            if not self._streams[member]:
                del self._streams[member]

    async def _listen(self) -> None:
        missed = False
        while True:
            try:
                await self._relay(missed)
            except (redis.RedisError, OSError):
                self._listening.clear()
                missed = True
                self._tell(set(self._streams))
                await asyncio.sleep(WITHOUT_BROKER)

    async def _relay(self, missed: bool) -> None:
        """Pass on what the broker says. Raises RedisError or OSError when it is away."""
        client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0))
        listener = client.pubsub()
        try:
            await listener.subscribe(CHANNEL)
            await listener.get_message(timeout=PATIENCE)  # the broker's word that we are subscribed
            self._listening.set()
            if missed:
                self._tell(set(self._streams))
            while True:
                message = await listener.get_message(ignore_subscribe_messages=True, timeout=30)
                if message is not None:
                    self._tell(await self._concerned(message["data"]))
        finally:
            await listener.aclose()  # type: ignore[no-untyped-call]
            await client.aclose()

    async def _concerned(self, message: bytes) -> set[int]:
        here = list(self._streams)
        if not here:
            return set()

        def ask() -> set[int]:
            close_old_connections()
            try:
                return concerned(message, here)
            except DatabaseError:
                return set(here)  # looking for nothing does no harm

        return await sync_to_async(ask)()

    def _tell(self, members: set[int]) -> None:
        for member in members:
            for stream in self._streams.get(member, ()):
                stream.set()
