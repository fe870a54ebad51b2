"""Tell open pages that a member has something new, through the broker's channels."""

from __future__ import annotations

from collections.abc import Iterable

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry


def channel(member_id: int) -> str:
    """The broker's channel for one member."""
    return f"prosum:member:{member_id}"


def announce(members: Iterable[int]) -> None:
    """Publish to each member's channel. Open pages are a convenience: without a broker the list is still right."""
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
        )
        for member in members:
            client.publish(channel(member), "notifications")
        client.close()
    except redis.RedisError:
        pass
