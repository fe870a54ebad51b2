"""The way from a former address of a creation to today's."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from users.errors import Moved
from users.rates import SAFE_METHODS

from ..models import Creation


def follow_to(request: HttpRequest, creation: Creation) -> None:
    """Raises Moved where a page is read under an address that the creation no longer has.

    What is sent there (a form, the Studio's changes) is meant for this creation and is taken as it is.
    """
    match = request.resolver_match
    if match is None or request.method not in SAFE_METHODS or match.kwargs["slug"] == creation.slug:
        return
    path = reverse(match.view_name, kwargs={**match.kwargs, "slug": creation.slug})
    query = request.META.get("QUERY_STRING", "")
    raise Moved(f"{path}?{query}" if query else path)
