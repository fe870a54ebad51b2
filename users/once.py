"""What one click does, two clicks do once.

A form that makes something carries a token (`{% once %}`). The first request with it does the work in one transaction with
the note that it was done; whoever comes second waits for that and is given the first one's answer.

    waiting     a request holds the note's row, uncommitted: others with the same token and words wait
    done        the answer is kept: a redirect, or what a script was told; others get it again
    undone      the form was refused, or the request failed: nothing is kept, the same form may be sent again

The browser is told in a cookie which form's work was done: until then it keeps what was typed (`site/drafts.ts`).
The same token with other words is another form (somebody went back and wrote something new): it does its own work.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from rest_framework.request import Request

from .answers import View
from .models import Submission

FIELD = "once"
#: The cookie that names the last form whose work was done; a script of ours reads it.
ARRIVED = "arrived"
_TOKEN = re.compile(r"[\w-]{1,64}", re.ASCII)
#: A script's answer is a few words; a larger one is not kept.
_MOST_KEPT = 20_000


def new_token() -> str:
    """For one form on one page."""
    return secrets.token_urlsafe(16)


def once(view: View) -> View:
    """Make a view that creates something answer the second click with what the first one made."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            _be_somebody(request)
            return view(request, *args, **kwargs)
        if not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            # Waits while another request holds the same key; has it if that one failed.
            submission, first = Submission.objects.get_or_create(key=digest(request))
            if not first:
                return _told(request, _again(submission))
            made = view(request, *args, **kwargs)
            _keep(submission, made)
            if request.session.modified:
                # Whoever waits goes on in this session, as soon as the transaction ends.
                request.session.save()
        return _told(request, made)

    return answer


def _told(request: HttpRequest, made: HttpResponse) -> HttpResponse:
    """The same answer; a redirect says to the browser that the form arrived."""
    token = request.POST[FIELD]
    if 300 <= made.status_code < 400 and _TOKEN.fullmatch(token):
        made.set_cookie(ARRIVED, token, max_age=600, samesite="Lax", secure=request.is_secure())
    return made


def _be_somebody(request: HttpRequest) -> None:
    """A visitor without an account has a session before they send the form, so that both clicks are theirs."""
    if not request.user.is_authenticated and request.session.session_key is None:
        request.session["visited"] = True
        request.session.save()


def digest(request: HttpRequest | Request, key: str = "") -> str:
    """Whose request it is, which, and what is in it, as one word; `key` is what a program calls it."""
    found = hashlib.sha256()
    for part in (key.encode(errors="surrogatepass"), *_parts(request)):
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def _parts(request: HttpRequest | Request) -> Iterator[bytes]:
    member = request.user.pk if request.user.is_authenticated else ""
    yield f"{member}:{'' if member else request.session.session_key}".encode()
    yield request.path.encode()
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            yield from (name.encode(), *(value.encode(errors="surrogatepass") for value in values))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            yield from (name.encode(), (file.name or "").encode(errors="surrogatepass"), content.digest())


def _keep(submission: Submission, made: HttpResponseBase) -> None:
    location, is_json = made.get("Location", ""), made.get("Content-Type", "").startswith("application/json")
    if location and 300 <= made.status_code < 400:
        submission.location = location
    elif is_json and 200 <= made.status_code < 300 and len(getattr(made, "content", b"")) <= _MOST_KEPT:
        submission.body = made.content.decode()  # type: ignore[attr-defined]
    else:
        submission.delete()
        return
    submission.status = made.status_code
    submission.save()


def _again(submission: Submission) -> HttpResponse:
    if submission.location:
        return HttpResponse(status=submission.status, headers={"Location": submission.location})
    return HttpResponse(submission.body, status=submission.status, content_type="application/json")
