"""How views turn an action's refusal into an answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from .errors import ActionError, Moved
from .files import as_no_room
from .vanished import as_refusal

View = Callable[..., HttpResponse]


def refusals_as_page(view: View) -> View:
    """An ActionError becomes a page that says what happened, with its status; htmx gets the sentence alone."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ActionError as error:
            return refusal(request, error)

    return answer


def refusals_as_json(view: View) -> View:
    """An ActionError becomes `{"error": sentence}` with its status."""
    answer = refusals_as_page(view)
    answer.answers_json = True  # type: ignore[attr-defined]
    return answer


def refusal(request: HttpRequest, error: ActionError) -> HttpResponse:
    """Why something was not done, as its asker reads it: a problem for programs, the sentence for htmx, else a page."""
    answer: HttpResponse
    status, sentence = error.status, str(error.message)
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": sentence}
        answer = JsonResponse(problem, status=status, content_type="application/problem+json")
    elif wants_json(request):
        answer = JsonResponse({"error": sentence}, status=status)
    else:
        template = "refusal_fragment.html" if request.headers.get("HX-Request") else "refusal.html"
        context = {"message": error.message, "hindrances": getattr(error, "hindrances", ())}
        answer = render(request, template, context, status=status)
    for name, value in error.headers.items():
        answer[name] = value
    return answer


def wants_json(request: HttpRequest) -> bool:
    """Whether the asker is a script of ours: it says so, or the view answers nothing else."""
    view = request.resolver_match.func if request.resolver_match else None
    return getattr(view, "answers_json", False) or "application/json" in request.headers.get("Accept", "")


class RefusalMiddleware:
    """Catches what no view answers itself: refusals, a full disk, and what was deleted while somebody was at it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is done to what is answered."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal, the way to what moved; None leaves the error to Django."""
        if isinstance(error, Moved):
            return HttpResponseRedirect(error.path)
        if isinstance(error, ActionError):
            return refusal(request, error)
        refused = as_no_room(error) or as_refusal(error, request.method)
        return None if refused is None else refusal(request, refused)


def back(request: HttpRequest, default: str) -> HttpResponse:
    """To the page the form names in `next`, if it is ours."""
    target = request.POST.get("next", "")
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = default
    return HttpResponseRedirect(target)


def note(request: HttpRequest, message: Any) -> None:
    """A sentence on the next page."""
    messages.success(request, message)
