"""An order in each state, so that every page has something to show."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from creations.models import Creation, Revision
from marketplace import actions
from marketplace.actions.ordering import Address
from marketplace.models import Order, OrderState, Payment
from marketplace.tasks import sandbox_settles_late
from users.models import Member

_ADDRESS = Address("Chloé (demo)", "1 rue de la Démonstration", "29200", "Brest", "FR", "chloe@example.org")
_STORIES = (
    ("moon base", OrderState.DELIVERED),
    ("lighthouse", OrderState.SHIPPED),
    ("rocket", OrderState.PACKED),
    ("chess", OrderState.PAID),
    ("robot", OrderState.CANCELLED),
    ("tram", OrderState.EXPIRED),
    ("rover", OrderState.PLACED),
)


def make_orders(people: dict[str, Member], made: dict[str, Creation]) -> None:
    """An order in each state, once."""
    buyer = people["chloe"]
    if Order.objects.filter(buyer=buyer).exists():
        return
    for key, state in _STORIES:
        revision = Revision.objects.select_related("creation__owner").filter(creation=made[key]).latest("number")
        order = actions.place_order(buyer=buyer, revision=revision, address=_ADDRESS)
        actions.start_payment(order=order, member=buyer)
        _bring(order, state, buyer)


def _bring(order: Order, state: OrderState, buyer: Member) -> None:
    """Through the same actions as people, as far as `state`."""
    if state == OrderState.CANCELLED:
        actions.cancel_order(order=order, member=buyer)
    elif state == OrderState.EXPIRED:
        Order.objects.filter(pk=order.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
        actions.expire_orders()
    elif state != OrderState.PLACED:
        sandbox_settles_late(Payment.objects.get(order=order).pk)
        for parcel in order.parcels.select_related("shop__owner"):
            seller = parcel.shop.owner
            assert seller is not None
            if state != OrderState.PAID:
                actions.pack(parcel=parcel, member=seller)
            if state in (OrderState.SHIPPED, OrderState.DELIVERED):
                actions.ship(parcel=parcel, member=seller, tracking="6A 1234 5678 90")
        if state == OrderState.DELIVERED:
            actions.confirm_delivery(order=order, member=buyer)
