"""Order what is in the basket by the plan that was found for it: address, review, payment."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.once import once
from users.rates import writes

from .. import actions
from ..actions.baskets import Options
from ..actions.ordering import NotSoldThere, OutOfStock, PriceChanged
from ..basket_orders import offered
from ..basket_plans import is_true
from ..forms import AddressForm
from ..models import Basket, BasketPlan
from ..payments import provider
from .baskets import find_basket
from .checkout import last_address, to_payment


@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("order")
def order(request: HttpRequest) -> HttpResponse:
    """Address and review; a POST with `agreed` places the order. A plan that is no longer true goes back to the basket."""
    basket = find_basket(request)
    found = BasketPlan.objects.filter(basket=basket).first() if basket is not None else None
    if basket is None or found is None or not found.parcels or not found.found_at:
        return redirect("basket")
    provider()
    found.basket = basket
    if not is_true(found):
        return _planned_anew(request, basket, _("The shops’ stock or prices changed since: here is a new plan."))
    form = AddressForm(request.POST or None, initial=_initial(request, basket))
    review = request.method == "POST" and form.is_valid()
    made = offered(basket, found)
    if review:
        address = form.address()
        if address.country != basket.country:
            actions.choose(basket=basket, options=replace(Options.of(basket), country=address.country))
            return _planned_anew(request, basket, _("Parcels to another country cost otherwise: here is a new plan."))
        agreed = whole(request.POST.get("agreed"))
        if agreed is not None:
            try:
                placed = actions.order_plan(
                    buyer=request.user,
                    plan=made.plan,
                    address=address,
                    bought=made.bought,
                    whole=made.whole,
                    agreed_total=agreed,
                )
            except (NotSoldThere, OutOfStock, PriceChanged) as error:
                return _planned_anew(request, basket, str(error.message))
            actions.empty_basket(basket=basket)
            return to_payment(request, placed)
    context = {"basket": basket, "plan": found, "made": made, "form": form, "review": review}
    return render(request, "marketplace/basket_order.html", context, status=422 if form.errors else 200)


def _planned_anew(request: HttpRequest, basket: Basket, why: str) -> HttpResponse:
    actions.plan_again(basket=basket)
    note(request, why)
    return redirect("basket")


def _initial(request: HttpRequest, basket: Basket) -> dict[str, str]:
    """The address of the last order, but for the country: the plan is for that of the basket."""
    found = last_address(request.user)
    if found.get("country", basket.country) != basket.country:
        found = {field: found[field] for field in ("name", "email")}
    return {**found, "country": basket.country}
