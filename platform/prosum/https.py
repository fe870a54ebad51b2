"""A word to an operator whose proxy the site does not know."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

UNKNOWN_PROXY = (
    "A proxy says that this request came by HTTPS, and TRUSTED_PROXIES is 0, so it is not believed. Set it to 1."
)


class UnknownProxyMiddleware:
    """Stands around Django's SecurityMiddleware, whose way to HTTPS would lead a proxy's visitors here again and again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; in place of an endless way, what is wrong."""
        answer = self.get_response(request)
        if settings.PROSUM_TRUSTED_PROXIES or request.headers.get("X-Forwarded-Proto") != "https":
            return answer
        if answer.get("Location") != f"https://{request.get_host()}{request.get_full_path()}":
            return answer
        logger.error(UNKNOWN_PROXY)
        return HttpResponse(f"{UNKNOWN_PROXY}\n", status=500, content_type="text/plain")
