"""Parts that members wait for: sellers see what is asked for, members what they asked for."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from creations.ldraw.numbers import today
from creations.queries import names_of
from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.rates import costs, writes
from users.requests import MemberRequest

from .. import actions
from ..countries import country_name
from ..models import BasketPlan
from ..permissions import policy
from ..wanted import most_wanted
from .baskets import held_basket


@require_safe
@costs("search", with_query=True)
def wanted(request: HttpRequest) -> HttpResponse:
    """What members ask the shops for, and, for who asks, their own notices."""
    text = request.GET.get("q", "")[:64].strip()
    asked = most_wanted(part=today(text.lower()))
    mine = list(request.user.wanted_lots.all()) if request.user.is_authenticated else []
    context = {
        "q": text,
        "asked": [(one, ", ".join(map(country_name, one.countries))) for one in asked],
        "mine": mine,
        "names": names_of({one.part for one in asked} | {one.part for one in mine}),
        "shop": policy.shops_of(request.user).first(),
    }
    return render(request, "marketplace/wanted.html", context)


@login_required
@require_POST
@refusals_as_page
@writes("ask")
def ask(request: MemberRequest) -> HttpResponse:
    """Ask for a lot, or with `basket` for all that the basket's plan lacks; then the page where that was done."""
    if request.POST.get("basket"):
        basket = held_basket(request)
        plan = BasketPlan.objects.filter(basket=basket).first()
        lots = [(part, colour, pieces) for part, colour, pieces in plan.missing] if plan else []
        asked = actions.ask_shops(member=request.user, lots=lots, used=basket.used, country=basket.country)
    else:
        colour = whole(request.POST.get("colour"))
        lots = [
            (
                request.POST.get("part", "")[:64],
                -1 if colour is None else colour,
                whole(request.POST.get("quantity") or "1") or 0,
            )
        ]
        asked = actions.ask_shops(member=request.user, lots=lots)
    words = ngettext(
        "The shops see that you want this lot. You are told when one has it.",
        "The shops see that you want these %(number)d lots. You are told when one has some of them.",
        asked,
    )
    note(request, words % {"number": asked})
    return redirect("wanted")


@login_required
@require_POST
@refusals_as_page
@writes("ask")
def stop(request: MemberRequest) -> HttpResponse:
    """Take a notice back."""
    actions.stop_asking(member=request.user, number=whole(request.POST.get("number"), most=2**63 - 1) or 0)
    return redirect("wanted")
