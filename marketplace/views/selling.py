"""The seller's page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from users.answers import note, refusals_as_page
from users.errors import NotAllowed
from users.keyset import page
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..models import Fulfilment, Parcel
from ..permissions import policy
from ..queries import shop_figures

PAGE = 30


@login_required
@require_safe
@refusals_as_page
def shop(request: HttpRequest) -> HttpResponse:
    """What the member's shops have to pack and to ship, and what they earned."""
    shops = list(policy.shops_of(request.user))
    if not shops:
        raise NotAllowed(_("You have no shop."))
    parcels = Parcel.objects.filter(shop__in=shops).exclude(state=Fulfilment.CANCELLED, order__sold_at=None)
    state = request.GET.get("state", "")
    if state in Fulfilment.values:
        parcels = parcels.filter(state=state)
    found = page(
        parcels.select_related("order", "shop").prefetch_related("lines"),
        order="-pk",
        size=PAGE,
        after=request.GET.get("after", ""),
    )
    context = {
        "shop": shops[0],
        "parcels": found.items,
        "after": found.after,
        "state": state,
        "figures": shop_figures(shops[0]),
        "states": list(Fulfilment),
    }
    return render(request, "marketplace/shop.html", context)


@login_required
@require_safe
def parcel(request: HttpRequest, pk: int) -> HttpResponse:
    """The picking list of a parcel."""
    shown = get_object_or_404(
        Parcel.objects.select_related("order", "shop"), pk=pk, shop__in=policy.shops_of(request.user)
    )
    lines = shown.lines.order_by("location", "part", "colour")
    return render(request, "marketplace/parcel.html", {"parcel": shown, "order": shown.order, "lines": lines})


@login_required
@require_POST
@refusals_as_page
@writes("ship")
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """Pack it, or ship it."""
    shown = get_object_or_404(
        Parcel.objects.select_related("order", "shop"), pk=pk, shop__in=policy.shops_of(request.user)
    )
    if request.POST.get("action") == "ship":
        actions.ship(parcel=shown, member=request.user, tracking=request.POST.get("tracking", ""))
        note(request, _("Shipped. The buyer was told."))
    else:
        actions.pack(parcel=shown, member=request.user)
        note(request, _("Packed."))
    return redirect("parcel", pk)
