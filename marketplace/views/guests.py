"""The link in a guest's mails."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from users.answers import refusals_as_page
from users.rates import costs

from ..guests import let_in, number_in
from ..models import Order


@require_safe
@never_cache
@refusals_as_page
@costs("order_link")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """To the order's page, which this browser may see from now on. What became a member's order asks to sign in there."""
    order = get_object_or_404(Order, number=number_in(token))
    if order.is_guest:
        let_in(request, order)
    return redirect(order.get_absolute_url())
