"""What operators see of money: payments to decide on, refunds that failed, payouts, and whether the books are right."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from users.answers import note, refusals_as_page
from users.errors import NotAllowed
from users.models import Role
from users.permissions import has_role
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..models import Payment, PaymentState, Payout, ProviderMessage, Refund

#: As many of each are listed, the oldest first: all of them wait for somebody.
MOST = 100


@login_required
@require_safe
@refusals_as_page
def books(request: HttpRequest) -> HttpResponse:
    """All that waits for an operator's decision."""
    _check(request)
    unfinished = [ProviderMessage.State.WAITING, ProviderMessage.State.FAILED]
    context = {
        "held": Payment.objects.filter(state=PaymentState.HELD).select_related("order").order_by("pk")[:MOST],
        "failed": Refund.objects.filter(state=Refund.State.FAILED).select_related("order").order_by("pk")[:MOST],
        "payouts": Payout.objects.filter(state__in=[Payout.State.ASKED, Payout.State.SENT])
        .select_related("account__shop", "account__member")
        .order_by("pk")[:MOST],
        "messages_waiting": ProviderMessage.objects.filter(state__in=unfinished).order_by("pk")[:MOST],
    }
    return render(request, "marketplace/books.html", context)


@login_required
@require_POST
@refusals_as_page
@writes("moderate")
def decide(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Accept a held payment or send it back, try a refund again, take back a payout that cannot be sent."""
    _check(request)
    if kind == "payment":
        accept = request.POST.get("decision") == "accept"
        payment = get_object_or_404(Payment, pk=pk)
        actions.decide_on_payment(payment=payment, member=request.user, accept=accept)
        note(request, _("The payment counts.") if accept else _("The payment goes back."))
    elif kind == "refund":
        actions.retry_refund(refund=get_object_or_404(Refund, pk=pk), member=request.user)
        note(request, _("The provider is asked again."))
    else:
        payout = get_object_or_404(Payout, pk=pk)
        actions.give_up_payout(payout=payout, member=request.user, reason=request.POST.get("reason", ""))
        note(request, _("The money is back in its account."))
    return redirect("books")


def _check(request: HttpRequest) -> None:
    if not has_role(request.user, Role.OPERATOR):
        raise NotAllowed
