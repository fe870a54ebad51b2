"""Note what happened to an order, and let those whom it concerns be told."""

from __future__ import annotations

from django.urls import reverse

from users.models import Member
from users.notifications.outbox import record

from ..events import (
    ORDER_MOVED,
    CreationOrdered,
    OrderDisputed,
    ShopAddressChanged,
    ShopOrderCancelled,
    ShopOrdered,
    ShopReturnAsked,
    ShopReturnWithdrawn,
)
from ..models import Fulfilment, Happening, Order, Parcel
from .guests import write_to_guest


def tell(order: Order, what: Happening, *, note: str = "", amount: int = 0, parcel: Parcel | None = None) -> None:
    """A line in the order's timeline, and the buyer's event, or a guest's mail. `amount` in minor units, where some of it moves."""
    figure = f"{amount / 100:.2f} {order.currency}" if amount else ""
    order.timeline.create(state=what, note=note or figure, parcel=parcel)
    if what in ORDER_MOVED:
        if parcel is not None and order.parcels.count() > 1:
            note = " · ".join(filter(None, [parcel.shop.name, note]))
        happened = ORDER_MOVED[what](
            number=order.number,
            title=order.title,
            buyer=order.buyer_id,
            note=note,
            amount=figure,
            path=order.get_absolute_url(),
        )
        record(happened, actor=None, subject=f"order:{order.pk}")
        if order.is_guest:
            write_to_guest(order, what, happened)


def tell_of_sale(order: Order, buyer: Member | None) -> None:
    """The designer and each shop hear of a new order."""
    creation = order.revision.creation if order.revision else None
    if creation is not None:
        record(
            CreationOrdered(title=order.title, owner=creation.owner_id, path=creation.get_absolute_url()),
            actor=buyer,
            subject=f"creation:{creation.pk}",
        )
    for parcel in order.parcels.select_related("shop"):
        record(
            ShopOrdered(number=order.number, shop=parcel.shop.name, owner=parcel.shop.owner_id, path="/shop/"),
            actor=buyer,
            subject=f"order:{order.pk}",
        )


def tell_shops(order: Order, what: type[ShopOrderCancelled] | type[ShopAddressChanged]) -> None:
    """Each shop that has a parcel of it to pack hears what its buyer did."""
    for parcel in order.parcels.filter(state=Fulfilment.TO_PACK).select_related("shop"):
        page = reverse("parcel", args=[parcel.pk])
        happened = what(number=order.number, shop=parcel.shop.name, owner=parcel.shop.owner_id, path=page)
        record(happened, actor=order.buyer, subject=f"order:{order.pk}")


def tell_shop(parcel: Parcel, what: type[ShopReturnAsked] | type[ShopReturnWithdrawn]) -> None:
    """Whoever runs a parcel's shop hears what its buyer wants to send back."""
    order, page = parcel.order, reverse("parcel", args=[parcel.pk])
    happened = what(number=order.number, shop=parcel.shop.name, owner=parcel.shop.owner_id, path=page)
    record(happened, actor=order.buyer, subject=f"order:{order.pk}")


def tell_of_dispute(order: Order) -> None:
    """Each shop hears that the bank was asked to take the money back."""
    for parcel in order.parcels.select_related("shop"):
        record(
            OrderDisputed(number=order.number, shop=parcel.shop.name, owner=parcel.shop.owner_id, path="/shop/"),
            actor=None,
            subject=f"order:{order.pk}",
        )
