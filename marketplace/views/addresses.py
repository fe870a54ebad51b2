"""A member's address book."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from users.answers import note, refusals_as_page
from users.once import once
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..countries import country_of
from ..forms import BookForm
from ..models import KeptAddress


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("settings")
def addresses(request: MemberRequest) -> HttpResponse:
    """The kept addresses, and a form for another."""
    typed = request.POST if request.method == "POST" else None
    form = BookForm(typed, country=country_of(request.headers.get("Accept-Language", "")))
    if request.method == "POST" and form.is_valid():
        actions.keep_address(member=request.user, address=form.address())
        note(request, _("Kept. It is offered when you order."))
        return redirect("addresses")
    kept = KeptAddress.objects.filter(member=request.user)
    return render(
        request, "marketplace/addresses.html", {"kept": kept, "form": form}, status=422 if form.errors else 200
    )


@login_required
@require_POST
@refusals_as_page
@writes("settings")
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Offer an address first (`prefer`), or take it out of the book."""
    address = get_object_or_404(KeptAddress, pk=pk, member=request.user)
    if "prefer" in request.POST:
        actions.prefer_address(address=address, member=request.user)
    else:
        actions.forget_address(address=address, member=request.user)
    return redirect("addresses")
