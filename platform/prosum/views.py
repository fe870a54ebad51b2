"""The pages that belong to no app: home, about, files, health, the mailbox, errors."""

from __future__ import annotations

import mimetypes
import re
import sys
from typing import Any

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from creations.hidden_files import may_have_file
from creations.queries import Filters, gallery, liked_ids
from users.keyset import page

from . import mailbox
from .gate import RETRY_AFTER

mimetypes.add_type("model/gltf-binary", ".glb")
mimetypes.add_type("image/webp", ".webp")
#: Only these are shown in place; whatever else somebody brought is a download.
_SHOWN = {".webp", ".glb", ".png", ".jpg", ".jpeg", ".avif"}
#: Models go through their creation's page and documents through Wagtail's, which ask who may; what is being written is
#: nobody's yet.
_HIDDEN = ("models/", "incoming/", "documents/")
_NAME = re.compile(r"[a-z]+/[\w./-]+\.[a-z]{2,5}")
HOME_PAGE = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: the most liked creations."""
    found = page(gallery(Filters()), order="-like_count", size=HOME_PAGE)
    creations = list(found.items)
    context = {"creations": creations, "liked": liked_ids(request.user, creations)}
    return render(request, "home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and who made what it is built of."""
    return render(request, "about.html")


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A kept file. Names say what they hold, so it never changes; drafts are as secret as their 256-bit names."""
    if not _NAME.fullmatch(name) or ".." in name or name.startswith(_HIDDEN):
        raise Http404
    if not may_have_file(request.user, name):
        raise Http404
    try:
        content = default_storage.open(name)
    except (FileNotFoundError, OSError) as error:
        raise Http404 from error
    ending = "." + name.rpartition(".")[2]
    answer = FileResponse(content, as_attachment=ending not in _SHOWN)
    answer["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of building instructions. Each page registers it for its own address alone."""
    answer = render(request, "offline.js", content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/"
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def language_root(request: HttpRequest) -> HttpResponse:
    """A language's address without an article is the first page."""
    return redirect("home")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process answers. In front of it the gate says so itself, however busy the pages are."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """For load balancers: a page would be served now, with a turn at the gate and the database behind it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def mailbox_page(request: HttpRequest) -> HttpResponse:
    """The mails of a site without a mail server; on a laptop, and for who sits at it, alone."""
    if not mailbox.is_shown(request):
        raise Http404
    return render(request, "mailbox.html", {"mails": mailbox.mails()})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No session, no form: whatever could not be read may be those. A host that is not ours ends here too."""
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is here (404)."""
    return render(request, "errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed (403)."""
    return render(request, "errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere (403)."""
    return render(request, "errors/csrf.html", status=403)


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    """No database, no session: whatever broke may be those. While the database is away, that is for now and not a fault."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("errors/503.html"), status=503, headers={"Retry-After": str(RETRY_AFTER)})
    return HttpResponse(render_to_string("errors/500.html"), status=500)
