"""To Stripe's Checkout, and our webhook for its events."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from users.answers import refusals_as_page
from users.rates import costs, writes

from .. import actions
from ..guests import signed_in_or_by_link
from ..models import Payment
from ..payments.news import BadMessage
from ..payments.stripe_provider import Stripe, checkout, verify
from .checkout import may_pay


@signed_in_or_by_link
@require_safe
@refusals_as_page
@costs("price")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Leads on to Checkout by itself: a form of ours may not be redirected to another site, a page may go there."""
    payments = Payment.objects.select_related("order").filter(provider=Stripe.name)
    payment = get_object_or_404(payments, reference=reference)
    if not may_pay(request, payment.order):
        raise Http404
    if not payment.order.is_waiting:
        return redirect(payment.order.get_absolute_url())
    return render(request, "marketplace/leaving_to_pay.html", {"order": payment.order, "address": checkout(payment)})


@csrf_exempt
@require_POST
@writes("payment")
def webhook(request: HttpRequest) -> HttpResponse:
    """An event. Only one that Stripe signed counts; it is kept before anything is made of it."""
    body = request.body
    try:
        event = verify(body, request.headers.get("Stripe-Signature", ""))
    except BadMessage as error:
        return JsonResponse({"error": str(error)}, status=400)
    actions.receive(provider=Stripe.name, event_id=event, body=body.decode())
    return JsonResponse({"received": True})
