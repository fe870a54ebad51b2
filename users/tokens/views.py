"""The settings page of tokens."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ..answers import note, refusals_as_page
from ..errors import ActionError
from ..rates import writes
from ..requests import MemberRequest
from . import actions
from .forms import TokenForm
from .models import ApiToken


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes("token")
def tokens(request: MemberRequest) -> HttpResponse:
    """A member's tokens, and the form to make one. A new one's secret is shown this once."""
    return _create(request) if request.method == "POST" else _page(request, TokenForm())


@reauthentication_required
def _create(request: MemberRequest) -> HttpResponse:
    """The secret stands in this answer and nowhere else: no redirect could carry it without keeping it.

    For the same reason the form is not sent once (`users.once` keeps answers): a second click finds the name taken.
    """
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        token, secret = actions.create_token(member=request.user, **form.cleaned_data)
    except ActionError as error:
        form.add_error(None, str(error.message))
        return _page(request, form, status=error.status)
    return _page(request, TokenForm(), made=token, secret=secret, status=201)


def _page(request: HttpRequest, form: TokenForm, status: int = 200, **more: object) -> HttpResponse:
    mine = ApiToken.objects.living().filter(user=request.user).order_by("-created")
    return render(request, "users/tokens.html", {"form": form, "tokens": mine, **more}, status=status)


@login_required
@require_POST
@refusals_as_page
@writes("token")
def revoke(request: MemberRequest) -> HttpResponse:
    """Revoke the token named, or all of them."""
    if "all" in request.POST:
        actions.revoke_all(member=request.user)
        note(request, _("All tokens are revoked."))
    else:
        actions.revoke_token(member=request.user, name=request.POST.get("name", ""))
        note(request, _("The token is revoked."))
    return redirect("tokens")
