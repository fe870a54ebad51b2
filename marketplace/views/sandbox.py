"""The sandbox provider's payment page and our webhook for its messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from kombu.exceptions import OperationalError

from users.answers import note
from users.rates import writes

from .. import actions, tasks
from ..guests import signed_in_or_by_link
from ..models import Payment, PaymentState
from ..payments import sandbox
from ..payments.news import BadMessage
from .checkout import may_pay

View = Callable[..., HttpResponse]

#: Seconds after which the "delayed" button's message comes.
DELAY = 10
_OUTCOMES = {
    "succeed": PaymentState.SUCCEEDED,
    "fail": PaymentState.FAILED,
    "cancel": PaymentState.CANCELLED,
    "delayed": PaymentState.PENDING,
}


def _only_with_the_sandbox(view: View) -> View:
    """On a site with another provider, or none, nobody may say that money came."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sandbox.Sandbox.name != settings.PROSUM_PAYMENT_PROVIDER:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@_only_with_the_sandbox
@signed_in_or_by_link
@require_http_methods(["GET", "HEAD", "POST"])
@writes("order")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """A button for each thing that can become of a payment; one tells our webhook and leads back to the order."""
    payment = get_object_or_404(Payment.objects.select_related("order"), reference=reference)
    if not may_pay(request, payment.order):
        raise Http404
    if request.method == "POST" and request.POST.get("outcome") in _OUTCOMES:
        state = _OUTCOMES[request.POST["outcome"]]
        if state == PaymentState.SUCCEEDED and not payment.order.is_waiting:
            note(request, _("This order is no longer waiting for payment. No money was taken."))
            return redirect(payment.order.get_absolute_url())
        _deliver(*(sandbox.pay(payment) if state == PaymentState.SUCCEEDED else sandbox.message(payment, state)))
        if state == PaymentState.PENDING:
            try:
                tasks.sandbox_settles_late.apply_async([payment.pk], countdown=DELAY)
            except OperationalError:  # the broker is away: the provider's message comes without the delay
                tasks.sandbox_settles_late(payment.pk)
        return redirect(payment.order.get_absolute_url())
    return render(request, "marketplace/sandbox.html", {"payment": payment, "order": payment.order})


@csrf_exempt
@_only_with_the_sandbox
@require_POST
@writes("payment")
def webhook(request: HttpRequest) -> HttpResponse:
    """News of money. Only a message with a valid signature counts; it is kept before anything is made of it."""
    try:
        _deliver(request.body, request.headers.get("Prosum-Signature", ""))
    except BadMessage as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"received": True})


def _deliver(body: bytes, signature: str) -> None:
    event = sandbox.verify(body, signature)
    actions.receive(provider=sandbox.Sandbox.name, event_id=event, body=body.decode())
