"""Building instructions: one step a screen in the browser, and as a PDF."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from users import files
from users.answers import refusals_as_page
from users.rates import costs, writes

from .. import actions
from ..drawings.instructions import instructions as instructions_of
from ..models import Booklet, Paper
from ..queries import lots_with_names
from ..studio_words import studio_words
from .creation import find, find_revision


@require_safe
@refusals_as_page
@costs("instructions")
def instructions(request: HttpRequest, username: str, slug: str, number: int) -> HttpResponse:
    """The page; the model comes with it as one scene pack."""
    shown = find(request, username, slug)
    revision = find_revision(shown, number)
    found = instructions_of(revision)
    context = {
        "creation": shown,
        "revision": revision,
        "pack": found.pack,
        "steps": found.steps,
        "names": lots_with_names(revision),
        "words": studio_words(),
    }
    return render(request, "creations/instructions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_page
@writes("print")
def pdf(request: HttpRequest, username: str, slug: str, number: int) -> HttpResponse:
    """Ask for a PDF, and see how far it is; the page asks until it is there."""
    shown = find(request, username, slug)
    revision = find_revision(shown, number)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        actions.print_instructions(revision=revision, member=request.user, paper=request.POST.get("paper", ""))
        return redirect(request.path)
    made = {one.paper: one for one in revision.booklets.filter(language=get_language())}
    context = {
        "creation": shown,
        "revision": revision,
        "papers": [(paper, made.get(paper.value)) for paper in Paper],
        "waiting": any(one.is_being_made for one in made.values()),
    }
    page = "creations/_booklets.html" if request.headers.get("HX-Request") else "creations/print.html"
    return render(request, page, context)


@require_safe
@costs("download")
def pdf_file(request: HttpRequest, username: str, slug: str, number: int, paper: str) -> HttpResponse:
    """The finished PDF in the visitor's language."""
    shown = find(request, username, slug)
    revision = find_revision(shown, number)
    booklet = get_object_or_404(
        Booklet.objects.exclude(file=""), revision=revision, paper=paper, language=get_language() or "en"
    )
    answer = HttpResponse(files.load(booklet.file), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{shown.slug}-{number}-{paper}.pdf"'
    return answer
