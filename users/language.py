"""Which language a page is in: the address, then the member's choice, then the cookie, then the browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers


class MemberLanguageMiddleware(LocaleMiddleware):
    """Django's own, but a language that the address names is for this page alone and never changes a choice."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language, as one of the two we have."""
        super().process_request(request)
        # `LocaleMiddleware` may choose a regional variant ("fr-ca"); we have one French.
        language = translation.get_language() or settings.LANGUAGE_CODE
        translation.activate(language[:2])
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say which language the page is in and what it depends on."""
        # Django's own sends a missing page on to its address in a language. Only articles have those, and Wagtail's
        # pattern fits every address, so each 404 would become a redirect.
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
