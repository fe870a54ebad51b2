"""How often a member may do something. Counted in the cache, so all processes count together."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.conf import settings
from django.core.cache import cache

from .errors import TooMany

_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}


def forget(member_ids: Iterable[int]) -> None:
    """Let these members begin to count anew."""
    for member_id in member_ids:
        cache.delete_many([_key(action, member_id) for action in settings.PROSUM_RATES])


def spend(action: str, member_id: int) -> None:
    """Count one `action` of a member. Raises TooMany beyond the rate in `PROSUM_RATES` (such as "60/h")."""
    amount, _, period = settings.PROSUM_RATES[action].partition("/")
    length = _SECONDS[period]
    key = _key(action, member_id)
    cache.add(key, 0, timeout=length)
    if cache.incr(key) > int(amount):
        raise TooMany


def _key(action: str, member_id: int) -> str:
    length = _SECONDS[settings.PROSUM_RATES[action].partition("/")[2]]
    return f"rate:{action}:{member_id}:{int(time.time()) // length}"
