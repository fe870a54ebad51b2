"""Tell open pages that there is something new, through the broker.

One message for all that a worker told at once, however many people that is: it says between which ids the new
notifications lie, and each process that holds streams asks the database once which of its own people are among them.
"""

from __future__ import annotations

from collections.abc import Collection

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from .models import Notification

#: The broker's channel of all news.
CHANNEL = "prosum:news"


def announce(first: int, last: int) -> None:
    """Publish that there are new notifications between two ids. Without a broker the list is still right."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
        ) as client:
            client.publish(CHANNEL, f"{first} {last}")
    except redis.RedisError:
        pass


def concerned(message: bytes, members: Collection[int]) -> set[int]:
    """Which of these members a message of the channel is for; all, when it cannot be read."""
    try:
        first, last = map(int, message.split())
    except ValueError:
        return set(members)
    new = Notification.objects.filter(member__in=members, pk__range=(first, last), in_app=True)
    return set(new.values_list("member", flat=True))
