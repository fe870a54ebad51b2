"""What the buyer says of substitutes, and which shops a member trusts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..models import Shop
from ..substitutes import MOST_PROPOSALS
from .baskets import held_basket


@require_POST
@refusals_as_page
@writes("basket")
def decide(request: HttpRequest) -> HttpResponse:
    """`accept` or `refuse` says which of the plan's proposals, by place or "all"; `back` takes an earlier word back."""
    basket = held_basket(request)
    back = whole(request.POST.get("back"), most=2**63 - 1)
    if back is not None:
        actions.take_back(basket=basket, number=back)
        return redirect("basket")
    accepted = "accept" in request.POST
    said = request.POST.get("accept" if accepted else "refuse", "")
    place = whole(said, most=MOST_PROPOSALS)
    chosen = range(MOST_PROPOSALS) if said == "all" else () if place is None else (place,)
    decided = actions.decide(basket=basket, asked=request.POST.get("asked", "")[:32], chosen=chosen, accepted=accepted)
    if accepted and decided:
        words = ngettext(
            "%(number)d substitute is accepted: the basket is planned with it.",
            "%(number)d substitutes are accepted: the basket is planned with them.",
            decided,
        )
        note(request, words % {"number": decided})
    return redirect("basket")


@login_required
@require_POST
@refusals_as_page
@writes("basket")
def trust(request: MemberRequest, slug: str) -> HttpResponse:
    """Trust a shop (`trusted=1`) or no more; then its page."""
    shop = get_object_or_404(Shop, slug=slug)
    trusted = request.POST.get("trusted") == "1"
    actions.trust(member=request.user, shop=shop, trusted=trusted)
    words = (
        _("You trust %(shop)s: a basket can come from such shops alone.")
        if trusted
        else _("You no longer trust %(shop)s.")
    )
    note(request, words % {"shop": shop.name})
    return redirect(shop)
