"""The site's additions to Wagtail's own pages: accounts deleted there leave by the same door as everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from users.errors import ActionError
from users.leaving import leave
from users.models import Member


@hooks.register("before_delete_user")
def delete_by_the_rules(request: HttpRequest, user: Member) -> HttpResponse | None:
    """One account, on the page that asks whether one is sure."""
    return _delete(request, [user]) if request.method == "POST" else None


@hooks.register("before_bulk_action")
def delete_many_by_the_rules(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Several accounts ticked in the list."""
    if action_type != "delete" or action.model is not Member:
        return None
    return _delete(request, objects)


def _delete(request: HttpRequest, members: Iterable[Member]) -> HttpResponse:
    for member in members:
        try:
            leave(member)
        except ActionError as error:
            messages.error(request, f"{member}: {error.message}")
        else:
            messages.success(request, _("%(name)s was deleted.") % {"name": member})
    return redirect("wagtailusers_users:index")
