"""Building instructions: one step a screen, in the browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from users.answers import refusals_as_page

from ..queries import lots_with_names
from ..rendering.instructions import instructions as instructions_of
from ..studio_words import studio_words
from .creation import find, find_revision


@require_GET
@refusals_as_page
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
