"""Send pieces back: the buyer's form, and the shop's answers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.once import once
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..actions.refusals import TooMuch, WrongState
from ..actions.returning import worth_of
from ..forms import ReturnForm, ReturnRefundForm
from ..guests import Asker, asker_of, signed_in_or_by_link
from ..models import Order, Return
from ..permissions import policy
from ..returning import is_withdrawal, last_day, why_not


@signed_in_or_by_link
@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("order")
def ask(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The buyer's form for a parcel: which pieces, why, a word."""
    order, asker = _mine(request, number)
    parcel = get_object_or_404(order.parcels.select_related("shop", "order"), pk=pk)
    lines = [line for line in parcel.lines.with_back().order_by("part", "colour", "pk") if line.left]
    form, problem = ReturnForm(request.POST if request.method == "POST" else None), why_not(parcel)
    if request.method == "POST" and form.is_valid() and not problem:
        pieces = {line.pk: whole(request.POST.get(f"line-{line.pk}")) or 0 for line in lines}
        try:
            actions.ask_for_return(parcel=parcel, member=asker, pieces=pieces, **form.cleaned_data)
        except (TooMuch, WrongState) as error:
            problem = str(error.message)
        else:
            note(request, _("The shop was asked and answers you here and by mail."))
            return redirect(order.get_absolute_url())
    context = {
        "order": order,
        "parcel": parcel,
        "lines": [(line, request.POST.get(f"line-{line.pk}", "0")[:6]) for line in lines],
        "form": form,
        "problem": problem,
        "can_ask": not why_not(parcel),
        "last_day": last_day(parcel),
        "is_withdrawal": is_withdrawal(parcel),
    }
    return render(
        request, "marketplace/return_ask.html", context, status=409 if problem else 422 if form.errors else 200
    )


@signed_in_or_by_link
@require_POST
@refusals_as_page
@writes("order")
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The buyer keeps the pieces; then the order's page."""
    order, asker = _mine(request, number)
    asked = get_object_or_404(Return.objects.select_related("parcel__order"), pk=pk, parcel__order=order)
    actions.withdraw_return(asked=asked, member=asker)
    note(request, _("You keep what you wanted to send back. The shop was told."))
    return redirect(order.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("ship")
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """A return as its shop sees it, and what it does about it: `accept`, `refuse`, `receive`, `refund`."""
    found = Return.objects.select_related("parcel__shop", "parcel__order")
    asked = get_object_or_404(found, pk=pk)
    if not policy.can_refund(request.user, asked.parcel):
        raise Http404
    parts, shipping = worth_of(asked)
    form = ReturnRefundForm(request.POST or None, initial={"shipping": f"{shipping / 100:.2f}", "restock": True})
    if request.method == "POST" and ("refund" not in request.POST or form.is_valid()):
        _act(request, asked, form)
        note(request, _("The buyer was told."))
        return redirect("return", pk)
    context = {
        "asked": asked,
        "parcel": asked.parcel,
        "order": asked.parcel.order,
        "lines": asked.lines.select_related("line").order_by("pk"),
        "form": form,
        "worth": parts,
        "is_withdrawal": is_withdrawal(asked.parcel),
    }
    return render(request, "marketplace/return.html", context, status=422 if form.errors else 200)


def _act(request: MemberRequest, asked: Return, form: ReturnRefundForm) -> None:
    words = request.POST.get("answer", "")
    if "accept" in request.POST:
        actions.accept_return(asked=asked, member=request.user, answer=words)
    elif "refuse" in request.POST:
        actions.refuse_return(asked=asked, member=request.user, answer=words)
    elif "refund" in request.POST:
        actions.refund_return(
            asked=asked, member=request.user, shipping=form.cents("shipping"), restock=form.cleaned_data["restock"]
        )
    else:
        actions.receive_return(asked=asked, member=request.user)


def _mine(request: HttpRequest, number: str) -> tuple[Order, Asker]:
    """The order, for whoever bought it or holds its link."""
    order = get_object_or_404(Order, number=number)
    for asker in (request.user, asker_of(request, number)):
        if policy.can_pay(asker, order):
            return order, asker
    raise Http404
