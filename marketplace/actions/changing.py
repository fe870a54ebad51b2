"""The buyer thinks better of an order before anything of it is packed: another address, more time, or no order at all."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from users.errors import NotAllowed

from ..events import ShopAddressChanged, ShopOrderCancelled
from ..guests import Asker
from ..locking import lock_order
from ..models import Ended, Happening, Order
from ..permissions import policy
from .ordering import Address, end
from .refunding import give_back_rest
from .refusals import WrongState
from .telling import tell, tell_shops

#: Kept as it is here: the page says it in its reader's language.
BY_BUYER = gettext_noop("The buyer cancelled the order.")


def change_address(*, order: Order, member: Asker, address: Address) -> Order:
    """Send it elsewhere in the same country; the shops that send it are told.

    What parcels cost depends on the country, so that stays; so does the e-mail address, by which the order is known.
    Raises NotAllowed, WrongState, Busy.
    """
    if not policy.can_pay(member, order):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(order.pk)
        if not order.is_unpacked:
            raise WrongState(_("The address can no longer be changed: a parcel is packed, or the order has ended."))
        if address.country != order.country:
            raise WrongState(_("Parcels to another country cost otherwise: cancel this order and order again."))
        new = address.parts()
        if any(getattr(order, field) != value for field, value in new.items()):
            for field, value in new.items():
                setattr(order, field, value)
            order.save(update_fields=list(new))
            tell(order, Happening.ADDRESS)
            if order.sold_at is not None:
                tell_shops(order, ShopAddressChanged)
    return order


def extend_reservation(*, order: Order, member: Asker) -> Order:
    """Hold the stock of an order that waits for as long again, once. Raises NotAllowed, WrongState, Busy."""
    if not policy.can_pay(member, order):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(order.pk)
        if not order.can_be_extended:
            raise WrongState(_("This order can be held longer once, before its time is over."))
        order.extended_at = timezone.now()
        order.expires_at += timedelta(minutes=settings.PROSUM_RESERVATION_MINUTES)
        order.save(update_fields=["extended_at", "expires_at"])
    return order


def cancel_order(*, order: Order, member: Asker) -> Order:
    """Before it is paid it ends; before it is packed all that was paid goes back, and its shops are told.

    Raises NotAllowed, WrongState, TooMuch, Busy.
    """
    if not policy.can_pay(member, order):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(order.pk)
        if not order.is_unpacked:
            raise WrongState(_("This order can no longer be cancelled here."))
        if order.is_waiting:
            end(order, Ended.CANCELLED)
        else:
            tell_shops(order, ShopOrderCancelled)
            give_back_rest(order=order, member=order.buyer, note=BY_BUYER)
    return order
