"""How often somebody may do something. Counted in the cache, so all processes count together.

A view says what it is with `writes` or `costs`; the middleware counts before the view runs. What is said of no view counts
as "write", so nothing that changes something is without a rate. While the cache is away everybody passes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from .addresses import client_network
from .answers import refusal
from .errors import TooMany

View = TypeVar("View", bound=Callable[..., Any])

_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
#: The rate of whatever changes something and names no rate: the pages of libraries.
OTHER = "write"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def writes(rate: str) -> Callable[[View], View]:
    """Count the view's changing requests as `rate` of `PROSUM_RATES`."""
    return _says("rate", rate)


def costs(rate: str, *, with_query: bool = False) -> Callable[[View], View]:
    """Count every request of a view that only reads, because it is dear; or only those that ask for something."""
    return _says("cost", (rate, with_query))


def _says(name: str, value: Any) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, name, value)
        return view

    return mark


def rate_of(view: Any, method: str, query: str = "") -> str | None:
    """What a request to a view counts as; None for one that costs nothing."""
    if method not in SAFE_METHODS:
        rate: str = getattr(view, "rate", None) or getattr(view, "cost", (OTHER,))[0]
        return rate
    cost, with_query = getattr(view, "cost", (None, False))
    return None if with_query and not query else cost


def limits(rate: str) -> tuple[int, int]:
    """How many, in how many seconds: (60, 3600) for "60/h"."""
    number, _, period = settings.PROSUM_RATES[rate].partition("/")
    return int(number), _SECONDS[period]


def spend(rate: str, request: HttpRequest) -> None:
    """Count one of `rate` for whoever asks: the member, or a visitor's network. Raises TooMany beyond the rate."""
    user = request.user
    who = str(user.pk) if user.is_authenticated else client_network(request)
    if not who:  # a socket: nothing tells visitors apart
        return
    number, length = limits(rate)
    now = int(time.time())
    key = f"rate:{rate}:{who}:{now // length}"
    cache.add(key, 0, timeout=length)
    try:
        count = cache.incr(key)
    except ValueError:  # thrown out of the cache between the two
        return
    if count > number:
        raise TooMany(length - now % length)


class RateMiddleware:
    """Answers 429 with `Retry-After` and a sentence to whoever does something too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; what a request counts as is only known with its view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """A refusal beyond the rate; None lets the view run."""
        if hasattr(getattr(view, "cls", None), "throttle_classes"):
            return None  # the API's, which knows its members by their tokens, counts for itself
        rate = rate_of(view, request.method or "GET", request.META.get("QUERY_STRING", ""))
        if rate is not None:
            try:
                spend(rate, request)
            except TooMany as error:
                return refusal(request, error)
        return None
