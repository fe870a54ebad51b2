"""Order the parts of a creation: address, review, payment, and the order's own page."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creations.permissions import policy as creation_policy
from creations.queries import names_of
from creations.views.creation import find, find_revision
from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.keyset import page
from users.once import once
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..actions.ordering import NotSoldThere, OutOfStock, PriceChanged
from ..countries import COUNTRIES, country_of
from ..forms import AddressForm, NewAddressForm
from ..guests import Asker, asker_of, signed_in_or_by_link
from ..models import Fulfilment, Invoice, Money, Order, OrderLine, OrderMessage, OrderState
from ..payments import provider
from ..permissions import policy
from ..pricing import quote
from ..queries import unread_of
from ..taxing import left_out
from .baskets import basket_to_fill
from .checkout import kept_addresses, last_address, to_payment

PAGE = 30
#: An order of which no news is to be expected by itself.
_OVER = (OrderState.DELIVERED, OrderState.CANCELLED)
#: Where the session keeps an address while its order is not made yet.
_TYPED = "order_address"


@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("order")
def order_parts(request: HttpRequest, username: str, slug: str, number: int) -> HttpResponse:
    """Address and review on one page: the parts, shipping, royalty and total stand beside the form.

    A POST with `agreed` places the order; without it the page is shown again with what was typed.
    """
    revision = find_revision(find(request, username, slug), number)
    provider()
    initial = last_address(request.user, request.GET.get("address"))
    if request.method == "POST":
        # Whoever goes back to change it, by the link or the browser, finds what they typed.
        request.session[_TYPED] = {field: request.POST.get(field, "")[:300] for field in AddressForm.Meta.fields}
    if "address" not in request.GET:
        initial.update(request.session.get(_TYPED, {}))
    form = AddressForm(
        request.POST or None, initial=initial, country=country_of(request.headers.get("Accept-Language", ""))
    )
    country = str(form["country"].value() or "")
    made = quote(revision, country=country if country in COUNTRIES else "")
    problem, review = "", False
    if request.method == "POST" and form.is_valid():
        review = True
        agreed = whole(request.POST.get("agreed"))
        if agreed is not None:
            try:
                order = actions.place_order(
                    buyer=request.user, revision=revision, address=form.address(), agreed_total=agreed
                )
            except (NotSoldThere, OutOfStock, PriceChanged) as error:
                problem, made = str(error.message), quote(revision, country=form.address().country)
            else:
                request.session.pop(_TYPED, None)
                return to_payment(request, order)
    context = {
        "revision": revision,
        "creation": revision.creation,
        "quote": made,
        "form": form,
        "kept": kept_addresses(request.user),
        "review": review,
        "problem": problem,
        "left_out": [] if made.is_complete else left_out(made.country),
    }
    status = 409 if problem else 422 if form.errors else 200
    return render(request, "marketplace/order_parts.html", context, status=status)


@login_required
@require_safe
def orders(request: MemberRequest) -> HttpResponse:
    """One's own orders, newest first."""
    mine = Order.objects.filter(buyer=request.user).select_related(
        "revision__creation__owner", "revision__creation__cover"
    )
    news = OrderMessage.objects.filter(order=OuterRef("pk"), by_shop=True, read_at=None)
    mine = mine.prefetch_related("parcels").annotate(has_news=Exists(news))
    found = page(mine, order="-pk", size=PAGE, after=request.GET.get("after", ""))
    return render(request, "marketplace/orders.html", {"orders": found.items, "after": found.after})


@signed_in_or_by_link
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """An order: what is in it, where it is, and what its buyer can do now.

    A page that waits asks now and then whether it still shows what is (`seen`), and is loaded anew when it does not.
    """
    shown, asker = _find(request, number)
    payment = shown.payments.order_by("-pk").first()
    unread = shown.messages.filter(by_shop=True, read_at=None).count()
    now = f"{shown.timeline.count()} {unread} {shown.state} {shown.money} {payment.state if payment else ''} {shown.expires_at:%H%M}"
    if request.headers.get("HX-Request") and "seen" in request.GET:
        return HttpResponse(status=204, headers={} if request.GET["seen"] == now else {"HX-Refresh": "true"})
    creation = shown.revision.creation if shown.revision else None
    lines = OrderLine.objects.with_back().order_by("part", "colour", "pk")
    parcels = (
        shown.parcels.select_related("shop")
        .order_by("pk")
        .prefetch_related(
            Prefetch("lines", lines), Prefetch("invoices", Invoice.objects.order_by("pk")), "returns__lines__line"
        )
    )
    is_mine = policy.can_pay(asker, shown)
    talks = unread_of(shown) if is_mine and shown.sold_at else {}
    context = {
        "order": shown,
        "creation": creation if creation and creation_policy.can_view(request.user, creation) else None,
        "timeline": shown.timeline.select_related("parcel__shop"),
        "payment": payment,
        "seen": now,
        "asks_every": 5 if shown.is_waiting else 30 if shown.state not in _OVER else 0,
        "now": timezone.now(),
        "parcels": [
            (parcel, policy.can_refund(request.user, parcel), talks.pop(parcel.shop_id, None)) for parcel in parcels
        ],
        "names": names_of(_parts_of(line for parcel in parcels for line in parcel.lines.all())),
        "refunds": shown.refunds.order_by("pk"),
        "is_mine": is_mine,
        "can_change": shown.is_unpacked and shown.money != Money.DISPUTED,
        "on_its_way": any(parcel.state == Fulfilment.SHIPPED for parcel in parcels),
    }
    return render(request, "marketplace/order.html", context)


def _parts_of(lines: Iterable[OrderLine]) -> set[str]:
    """The parts of lines, and those they stand in for."""
    return {part for line in lines for part in (line.part, *(one[0] for one in line.instead_of))}


@signed_in_or_by_link
@require_POST
@refusals_as_page
@writes("order")
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """To the provider's page, to pay an order that waits."""
    shown, asker = _find(request, number)
    return redirect(actions.start_payment(order=shown, member=asker))


@signed_in_or_by_link
@require_POST
@refusals_as_page
@writes("order")
def longer(request: HttpRequest, number: str) -> HttpResponse:
    """Hold the parts once more; then the order's page."""
    shown, asker = _find(request, number)
    actions.extend_reservation(order=shown, member=asker)
    note(request, _("Your parts are held longer."))
    return redirect(shown.get_absolute_url())


@signed_in_or_by_link
@require_POST
@once
@refusals_as_page
@writes("basket")
def again(request: HttpRequest, number: str) -> HttpResponse:
    """What it was for into the basket; then the basket, which says what is there now."""
    shown, asker = _find(request, number)
    basket = basket_to_fill(request)
    actions.order_again(order=shown, member=asker, visitor=request.user, basket=basket)
    note(request, _("What you ordered is in your basket: see what is there now."))
    return redirect("basket")


@signed_in_or_by_link
@require_POST
@refusals_as_page
@writes("order")
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """End an order of which nothing is packed; then its page."""
    shown, asker = _find(request, number)
    shown = actions.cancel_order(order=shown, member=asker)
    paid = shown.sold_at is not None
    note(
        request, _("The order was cancelled. Your money is on its way back.") if paid else _("The order was cancelled.")
    )
    return redirect(shown.get_absolute_url())


@signed_in_or_by_link
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_page
@writes("order")
def address(request: HttpRequest, number: str) -> HttpResponse:
    """Another address in the same country, before anything is packed."""
    shown, asker = _find(request, number)
    if not policy.can_pay(asker, shown):
        raise Http404
    form = NewAddressForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        actions.change_address(order=shown, member=asker, address=form.address())
        note(request, _("The order goes to this address now."))
        return redirect(shown.get_absolute_url())
    context = {"order": shown, "form": form}
    return render(request, "marketplace/order_address.html", context, status=422 if form.errors else 200)


@signed_in_or_by_link
@require_POST
@refusals_as_page
@writes("order")
def received(request: HttpRequest, number: str) -> HttpResponse:
    """Say that what is on its way came, or one parcel of it; then the order's page."""
    shown, asker = _find(request, number)
    parcel = whole(request.POST.get("parcel"))
    one = None if parcel is None else get_object_or_404(shown.parcels.all(), pk=parcel)
    actions.confirm_delivery(order=shown, member=asker, parcel=one)
    note(request, _("Enjoy building! Show others when it stands."))
    return redirect(shown.get_absolute_url())


def _find(request: HttpRequest, number: str) -> tuple[Order, Asker]:
    """The order, and who asks for it: whoever is signed in if they may see it, else who holds its link."""
    shown = get_object_or_404(Order.objects.select_related("buyer", "revision__creation__owner"), number=number)
    for asker in (request.user, asker_of(request, number)):
        if policy.can_view(asker, shown):
            return shown, asker
    raise Http404
