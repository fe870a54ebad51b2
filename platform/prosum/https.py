"""HTTPS everywhere, and a word to an operator whose proxy the site does not know."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware

logger = logging.getLogger(__name__)

UNKNOWN_PROXY = (
    "A proxy says that this request came by HTTPS, and TRUSTED_PROXIES is 0, so it is not believed. Set it to 1."
)


class HttpsMiddleware(SecurityMiddleware):
    """Django's own, apart from a redirect that would lead here again and again."""

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:
        """The way to HTTPS; behind a proxy that was not told of, what is wrong instead of an endless way."""
        answer: HttpResponseBase | None = super().process_request(request)
        came_by_https = request.headers.get("X-Forwarded-Proto") == "https"
        if answer is None or not came_by_https or settings.PROSUM_TRUSTED_PROXIES:
            return answer
        logger.error(UNKNOWN_PROXY)
        return HttpResponse(f"{UNKNOWN_PROXY}\n", status=500, content_type="text/plain")
