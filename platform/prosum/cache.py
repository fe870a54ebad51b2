"""A cache that misses while its Redis is away: pages are slower then, and limits let everybody through."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import redis
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

from .breaker import Breaker

Result = TypeVar("Result")

#: Seconds. A cache that takes longer is slower than what it saves.
_PATIENCE = 0.4


@cache
def _breaker_of(server: str) -> Breaker:
    """One for all threads, each of which has a cache of its own, and for this server alone."""
    return Breaker("the cache")


class TolerantRedisCache(RedisCache):
    """Django's own, with short waits; what cannot be asked is answered as by an empty cache that takes everything.

    `add` and `incr` then say that the caller was the first, which is how limits fail open.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._options: dict[str, Any] = {
            "socket_timeout": _PATIENCE,
            "socket_connect_timeout": _PATIENCE,
            "retry": Retry(NoBackoff(), 0),  # the library's own tries anew for seconds
            **self._options,
        }
        self._breaker = _breaker_of(str(server))

    def add(self, *args: Any, **options: Any) -> bool:
        return self._ask(lambda: super(TolerantRedisCache, self).add(*args, **options), True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(TolerantRedisCache, self).get(key, default, version), default)

    def set(self, *args: Any, **options: Any) -> None:
        self._ask(lambda: super(TolerantRedisCache, self).set(*args, **options), None)

    def touch(self, *args: Any, **options: Any) -> bool:
        return self._ask(lambda: super(TolerantRedisCache, self).touch(*args, **options), False)

    def delete(self, *args: Any, **options: Any) -> bool:
        return self._ask(lambda: super(TolerantRedisCache, self).delete(*args, **options), False)

    def get_many(self, *args: Any, **options: Any) -> dict[Any, Any]:
        return self._ask(lambda: super(TolerantRedisCache, self).get_many(*args, **options), {})

    def has_key(self, *args: Any, **options: Any) -> bool:
        return self._ask(lambda: super(TolerantRedisCache, self).has_key(*args, **options), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._ask(lambda: super(TolerantRedisCache, self).incr(key, delta, version), delta)

    def set_many(self, data: dict[Any, Any], *args: Any, **options: Any) -> list[Any]:
        return self._ask(lambda: super(TolerantRedisCache, self).set_many(data, *args, **options), list(data))

    def delete_many(self, *args: Any, **options: Any) -> None:
        self._ask(lambda: super(TolerantRedisCache, self).delete_many(*args, **options), None)

    def clear(self) -> None:
        self._ask(lambda: super(TolerantRedisCache, self).clear(), None)

    def _ask(self, question: Callable[[], Result], otherwise: Result) -> Result:
        """What the cache answers, or `otherwise` while it is away. Other errors (a key that is none) are the caller's."""
        if not self._breaker.allows():
            return otherwise
        try:
            try:
                answer = question()
            except redis.ConnectionError:
                answer = (
                    question()
                )  # the connection may be one from before the server was restarted: once more, on a new one
        except (redis.ConnectionError, redis.TimeoutError, OSError) as error:
            self._breaker.failed(error)
            return otherwise
        except Exception:
            self._breaker.worked()
            raise
        self._breaker.worked()
        return answer
