"""Where somebody comes back to after signing in: a page they can read, never an address that only takes what a form sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from .answers import View, refusal
from .errors import ActionError

DOOR = "account_login"


class WrongMethod(ActionError):
    """The address takes only what a form sends, or only reads."""

    status = 405


class SignInMiddleware:
    """Mends two answers of all views, the libraries' too.

    Who is sent to the sign-in page comes back to a page: the one they asked for, or the one whose form they sent. For htmx
    the whole page goes there, as the sign-in page has no place in a part of another. Who is signed in and sent there all
    the same may not see it and is told so. A refused method is told in words.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer, or the kinder one in its place."""
        answer = self.get_response(request)
        if answer.status_code == 405 and not getattr(answer, "content", b""):
            told = refusal(
                request, WrongMethod(_("Nothing can be read at this address. Go back to the page before it."))
            )
            told["Allow"] = answer.get("Allow", "")
            return told
        if _is_to_the_door(request, answer):
            if request.user.is_authenticated:
                raise PermissionDenied  # signing in again would lead here again, for ever
            return _to_the_door(request)
        return answer


def is_readable(address: str, method: str = "GET") -> bool:
    """Whether a view of ours stands at an address (a path with a query) and lets the method through."""
    try:
        view: Any = resolve(urlsplit(address).path).func
    except Resolver404:
        return False
    cls = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if cls is not None:
        return hasattr(cls, method.lower())
    while view is not None:
        # `require_http_methods` keeps what it lets through where only its closure knows it.
        code = getattr(view, "__code__", None)
        if code is not None and "request_method_list" in code.co_freevars:
            return method in view.__closure__[code.co_freevars.index("request_method_list")].cell_contents
        view = getattr(view, "__wrapped__", None)
    return True


def page_of(request: HttpRequest) -> str:
    """The page on which a request began: the one asked for, that its form names, that the browser names, or one above."""
    return next(address for address in _pages(request) if is_readable(address))


def _pages(request: HttpRequest) -> Iterator[str]:
    is_part = bool(request.headers.get("HX-Request"))
    if request.method in ("GET", "HEAD") and not is_part:
        yield request.get_full_path()
    for named in (request.headers.get("HX-Current-URL"), request.POST.get("next"), request.headers.get("Referer")):
        if named and url_has_allowed_host_and_scheme(named, {request.get_host()}, require_https=request.is_secure()):
            parts = urlsplit(named)
            yield parts.path + (f"?{parts.query}" if parts.query else "")
    above = request.path.rstrip("/")
    while "/" in above:
        yield above + "/"
        above = above.rpartition("/")[0]
    yield "/"


def _is_to_the_door(request: HttpRequest, answer: HttpResponseBase) -> bool:
    if answer.status_code != 302:
        return False
    path, _mark, query = answer.get("Location", "").partition("?")
    if path != resolve_url(DOOR):
        return False
    # Only who was sent away from the very page they asked for.
    named = parse_qs(query).get(REDIRECT_FIELD_NAME, [""])[0]
    return named.partition("?")[0] == request.path


def _to_the_door(request: HttpRequest) -> HttpResponse:
    door = redirect_to_login(page_of(request), login_url=DOOR)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Redirect": door["Location"]})
    return door
