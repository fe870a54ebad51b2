"""What the two ways to order have in common: the address as it was last, and the way to payment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from users.input.numbers import whole
from users.models import Member
from users.permissions import Visitor

from .. import actions
from ..forms import AddressForm
from ..guests import Guest, asker_of, let_in
from ..models import KeptAddress, Order
from ..permissions import policy


def kept_addresses(visitor: Visitor) -> list[KeptAddress]:
    """A member's address book, the default first."""
    return list(visitor.addresses.all()) if isinstance(visitor, Member) else []


def last_address(visitor: Visitor, chosen: object = None) -> dict[str, str]:
    """The `chosen` address of a member's book (its number), else the default, else what their last order says, else what
    their account does; a visitor types.
    """
    if not isinstance(visitor, Member):
        return {}
    kept = {address.pk: address for address in kept_addresses(visitor)}
    default = next((address for address in kept.values() if address.is_default), None)
    if address := kept.get(whole(chosen) or 0, default):
        return {**address.address_parts, "email": visitor.email}
    last = Order.objects.filter(buyer=visitor).order_by("-id").first()
    if last is not None:
        return {field: getattr(last, field) for field in AddressForm.Meta.fields}
    return {"email": visitor.email, "name": visitor.display_name}


def to_payment(request: HttpRequest, order: Order) -> HttpResponse:
    """To where a new order is paid; the browser of a visitor who made it is let into its pages."""
    if order.is_guest:
        let_in(request, order)
    asker = Guest(order.number) if order.is_guest else request.user
    return redirect(actions.start_payment(order=order, member=asker))


def may_pay(request: HttpRequest, order: Order) -> bool:
    """Whether the order is that of whoever is signed in, or of a guest whose link this browser opened."""
    return policy.can_pay(request.user, order) or policy.can_pay(asker_of(request, order.number), order)
