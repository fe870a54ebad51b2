"""The seller's page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from users.answers import note, refusals_as_page
from users.errors import NotAllowed
from users.input.numbers import whole
from users.keyset import page
from users.once import once
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..countries import country_name
from ..models import Fulfilment, Invoice, OrderLine, OrderMessage, Parcel, Return
from ..packing_slip import packing_slip, rows_of
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
    news = OrderMessage.objects.filter(order=OuterRef("order"), shop=OuterRef("shop"), by_shop=False, read_at=None)
    found = page(
        parcels.select_related("order", "shop").prefetch_related("lines").annotate(has_news=Exists(news)),
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
        "returns": Return.objects.filter(parcel__shop__in=shops, state__in=Return.OPEN).select_related("parcel__order"),
    }
    return render(request, "marketplace/shop.html", context)


@login_required
@require_safe
def parcel(request: HttpRequest, pk: int) -> HttpResponse:
    """The picking list of a parcel, drawer by drawer."""
    shown = _find(request, pk)
    lines = _lines(shown)
    rows = rows_of(lines, (get_language() or "en")[:2])
    context = {
        "parcel": shown,
        "order": shown.order,
        "lines": zip(lines, rows, strict=True),
        "picked": sum(line.picked for line in lines),
        "total": len(lines),
        "country": country_name(shown.order.country),
        "invoices": Invoice.objects.filter(parcel=shown.first_id).order_by("pk"),
        "returns": Return.objects.filter(parcel=shown),
        "unread": OrderMessage.objects.filter(order=shown.order, shop=shown.shop, by_shop=False, read_at=None).count(),
        "others": shown.order.parcels.filter(shop=shown.shop).exclude(pk=shown.pk).order_by("pk"),
        "to_pack": shown.state == Fulfilment.TO_PACK,
    }
    return render(request, "marketplace/parcel.html", context)


@login_required
@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The packing slip as a PDF, in the seller's language."""
    shown = _find(request, pk)
    lines = _lines(shown)
    made = packing_slip(shown, lines, (get_language() or "en")[:2])
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{shown.order.number}.pdf"'
    return answer


@login_required
@require_POST
@refusals_as_page
@writes("ship")
def pick(request: MemberRequest, pk: int) -> HttpResponse:
    """Tick a lot off, or take the tick back; htmx gets its row's button, others the parcel."""
    shown = _find(request, pk)
    line = get_object_or_404(shown.lines, pk=whole(request.POST.get("line"), most=2**63 - 1))
    line.parcel = shown
    actions.pick(line=line, member=request.user, picked=request.POST.get("picked") == "1")
    if request.headers.get("HX-Request"):
        line.refresh_from_db(fields=["picked"])
        return render(request, "marketplace/_pick.html", {"parcel": shown, "line": line})
    return redirect("parcel", pk)


@login_required
@require_POST
@once
@refusals_as_page
@writes("ship")
def absent(request: MemberRequest, pk: int) -> HttpResponse:
    """Pieces that are not in their drawer: they are sent later (`later`), or paid back."""
    shown = _find(request, pk)
    line = whole(request.POST.get("line"), most=2**63 - 1) or 0
    pieces = whole(request.POST.get("pieces")) or 0
    if "later" in request.POST:
        actions.send_later(parcel=shown, member=request.user, pieces={line: pieces})
        note(request, _("They are in a parcel of their own now. The buyer was told."))
    else:
        actions.give_back_missing(parcel=shown, member=request.user, line=line, pieces=pieces)
        note(request, _("The money is on its way back. The buyer was told."))
    return redirect("parcel", pk)


@login_required
@require_POST
@refusals_as_page
@writes("ship")
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """Pack it, or what is picked of it, or ship it."""
    shown = _find(request, pk)
    if request.POST.get("action") == "ship":
        actions.ship(parcel=shown, member=request.user, tracking=request.POST.get("tracking", ""))
        note(request, _("Shipped. The buyer was told."))
    elif request.POST.get("action") == "picked":
        actions.pack_picked(parcel=shown, member=request.user)
        note(request, _("Packed. The rest waits in a parcel of its own."))
    else:
        actions.pack(parcel=shown, member=request.user)
        note(request, _("Packed."))
    return redirect("parcel", pk)


def _lines(parcel: Parcel) -> list[OrderLine]:
    """What is to be picked, drawer by drawer: all that was not paid back."""
    return [line for line in parcel.lines.with_back().order_by("location", "part", "colour", "pk") if line.left]


def _find(request: HttpRequest, pk: int) -> Parcel:
    mine = Parcel.objects.select_related("order", "shop").filter(shop__in=policy.shops_of(request.user))
    found: Parcel = get_object_or_404(mine, pk=pk)
    return found
