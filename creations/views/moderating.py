"""What a moderator does to a creation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from users.answers import note, refusals_as_page
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from .creation import find


@login_required
@require_POST
@refusals_as_page
@writes("moderate")
def hide(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Hide it from everybody but its author."""
    creation = find(request, username, slug)
    actions.hide(creation=creation, member=request.user, reason=request.POST.get("reason", ""))
    note(request, _("It is hidden. Its author was told why."))
    return redirect(creation.get_absolute_url())


@login_required
@require_POST
@refusals_as_page
@writes("moderate")
def lift_hiding(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Show it again to those whom its author lets see it."""
    creation = actions.lift_hiding(creation=find(request, username, slug), member=request.user)
    note(request, _("It is no longer hidden."))
    return redirect(creation.get_absolute_url())
