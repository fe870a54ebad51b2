"""Pack, ship, receive."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from users.errors import NotAllowed
from users.models import Member

from ..models import Order, OrderState, Parcel
from ..permissions import policy
from .ordering import WrongState, advance, lock_order


def pack(*, parcel: Parcel, member: Member) -> Order:
    """Raises NotAllowed, WrongState."""
    return _move(parcel, member, OrderState.PAID, OrderState.PACKED)


def ship(*, parcel: Parcel, member: Member, tracking: str = "") -> Order:
    """Raises NotAllowed, WrongState."""
    return _move(parcel, member, OrderState.PACKED, OrderState.SHIPPED, tracking[:60])


def confirm_delivery(*, order: Order, member: Member) -> Order:
    """The buyer has the parcel. Raises NotAllowed, WrongState."""
    if not policy.can_pay(member, order):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(order.pk)
        if order.state != OrderState.SHIPPED:
            raise WrongState(_("This order is not on its way."))
        advance(order, OrderState.DELIVERED)
    return order


def _move(parcel: Parcel, member: Member, before: OrderState, after: OrderState, tracking: str = "") -> Order:
    if not policy.can_handle(member, parcel):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(parcel.order_id)
        if order.state != before:
            raise WrongState(
                _("This order is not %(state)s: reload the page to see where it is.") % {"state": before.label.lower()}
            )
        if after == OrderState.PACKED:
            parcel.packed_at = timezone.now()
        else:
            parcel.shipped_at = timezone.now()
            parcel.tracking = tracking
        parcel.save(update_fields=["packed_at", "shipped_at", "tracking"])
        advance(order, after, tracking)
    return order
