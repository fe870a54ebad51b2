"""What happens to orders. `buyer` and `owner` are members' ids, None when the account is gone."""

from __future__ import annotations

from dataclasses import dataclass

from users.notifications.event_data import EventData

from .models import OrderState


@dataclass(frozen=True, kw_only=True)
class OrderMoved(EventData):
    """The order `number` is in the state its class says; `note` is what the timeline adds, such as a tracking number."""

    number: str
    title: str
    buyer: int | None
    note: str
    path: str


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(OrderMoved):
    """It waits for its payment."""

    kind = "order.placed"


@dataclass(frozen=True, kw_only=True)
class OrderPaid(OrderMoved):
    """Its payment arrived in time."""

    kind = "order.paid"


@dataclass(frozen=True, kw_only=True)
class OrderPacked(OrderMoved):
    """Its parcel is packed."""

    kind = "order.packed"


@dataclass(frozen=True, kw_only=True)
class OrderShipped(OrderMoved):
    """Its parcel is on its way; `note` is the tracking number."""

    kind = "order.shipped"


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(OrderMoved):
    """The buyer has it."""

    kind = "order.delivered"


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderMoved):
    """The buyer or the provider ended it before it was paid."""

    kind = "order.cancelled"


@dataclass(frozen=True, kw_only=True)
class OrderExpired(OrderMoved):
    """It was not paid in time."""

    kind = "order.expired"


ORDER_MOVED: dict[OrderState, type[OrderMoved]] = {
    OrderState.PLACED: OrderPlaced,
    OrderState.PAID: OrderPaid,
    OrderState.PACKED: OrderPacked,
    OrderState.SHIPPED: OrderShipped,
    OrderState.DELIVERED: OrderDelivered,
    OrderState.CANCELLED: OrderCancelled,
    OrderState.EXPIRED: OrderExpired,
}


@dataclass(frozen=True, kw_only=True)
class CreationOrdered(EventData):
    """The parts of a creation are paid for; `owner` is its designer."""

    kind = "creation.ordered"
    title: str
    owner: int
    path: str


@dataclass(frozen=True, kw_only=True)
class ShopOrdered(EventData):
    """A shop, named `shop`, has a paid order to send; `owner` is who runs it."""

    kind = "shop.ordered"
    number: str
    shop: str
    owner: int | None
    path: str


@dataclass(frozen=True, kw_only=True)
class ShopWaits(EventData):
    """A member opened a shop, named `shop`, that the operator has to approve."""

    kind = "shop.waits"
    shop: str
    path: str


@dataclass(frozen=True, kw_only=True)
class ShopApproved(EventData):
    """The operator lets a shop sell; `owner` is who runs it."""

    kind = "shop.approved"
    shop: str
    owner: int | None
    path: str
