"""What happens to orders. `buyer` and `owner` are members' ids, None when the account is gone."""

from __future__ import annotations

from dataclasses import dataclass

from users.notifications.event_data import EventData

from .models import Happening


@dataclass(frozen=True, kw_only=True)
class OrderMoved(EventData):
    """What its class says happened to the order `number`.

    `note` is what the timeline adds, such as a tracking number; `amount` the money that moved, as in "12.30 EUR".
    """

    number: str
    title: str
    buyer: int | None
    note: str
    amount: str
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
    """A parcel of it is packed."""

    kind = "order.packed"


@dataclass(frozen=True, kw_only=True)
class OrderLater(OrderMoved):
    """Some of it was not there and goes in a parcel of its own later."""

    kind = "order.later"


@dataclass(frozen=True, kw_only=True)
class OrderPartShipped(OrderMoved):
    """A parcel of it is on its way, others are not; `note` is the tracking number."""

    kind = "order.part_shipped"


@dataclass(frozen=True, kw_only=True)
class OrderShipped(OrderMoved):
    """The last parcel of it is on its way; `note` is the tracking number."""

    kind = "order.shipped"


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(OrderMoved):
    """The buyer has a parcel of it."""

    kind = "order.delivered"


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderMoved):
    """The buyer or the provider ended it before it was paid."""

    kind = "order.cancelled"


@dataclass(frozen=True, kw_only=True)
class OrderExpired(OrderMoved):
    """It was not paid in time."""

    kind = "order.expired"


@dataclass(frozen=True, kw_only=True)
class OrderPaymentHeld(OrderMoved):
    """Money came that is not what was asked for; somebody looks at it."""

    kind = "order.payment_held"


@dataclass(frozen=True, kw_only=True)
class OrderPaymentReturned(OrderMoved):
    """A payment, or a part of it, that no order earns goes back to the buyer."""

    kind = "order.payment_returned"


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(OrderMoved):
    """Some of what was paid goes back to the buyer; `note` is the seller's word."""

    kind = "order.refunded"


@dataclass(frozen=True, kw_only=True)
class OrderReturnAccepted(OrderMoved):
    """A shop takes back what the buyer wants to send back; `note` is its word."""

    kind = "order.return_accepted"


@dataclass(frozen=True, kw_only=True)
class OrderReturnRefused(OrderMoved):
    """A shop does not take it back; `note` is why."""

    kind = "order.return_refused"


@dataclass(frozen=True, kw_only=True)
class OrderReturnReceived(OrderMoved):
    """What was sent back has arrived at its shop."""

    kind = "order.return_received"


ORDER_MOVED: dict[Happening, type[OrderMoved]] = {
    Happening.PLACED: OrderPlaced,
    Happening.PAID: OrderPaid,
    Happening.PACKED: OrderPacked,
    Happening.LATER: OrderLater,
    Happening.PART_SHIPPED: OrderPartShipped,
    Happening.SHIPPED: OrderShipped,
    Happening.DELIVERED: OrderDelivered,
    Happening.CANCELLED: OrderCancelled,
    Happening.EXPIRED: OrderExpired,
    Happening.HELD: OrderPaymentHeld,
    Happening.RETURNED: OrderPaymentReturned,
    Happening.REFUNDED: OrderRefunded,
    Happening.RETURN_ACCEPTED: OrderReturnAccepted,
    Happening.RETURN_REFUSED: OrderReturnRefused,
    Happening.RETURN_RECEIVED: OrderReturnReceived,
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
class OrderDisputed(EventData):
    """A buyer's bank was asked to take back what was paid for a shop's parcel; `owner` is who runs the shop."""

    kind = "order.disputed"
    number: str
    shop: str
    owner: int | None
    path: str


@dataclass(frozen=True, kw_only=True)
class ShopOrderCancelled(EventData):
    """The buyer of a paid order thought better of it; `shop` had a parcel of it to pack, `owner` is who runs it."""

    kind = "shop.order_cancelled"
    number: str
    shop: str
    owner: int | None
    path: str


@dataclass(frozen=True, kw_only=True)
class ShopAddressChanged(EventData):
    """A paid order goes elsewhere; `shop` has a parcel of it to pack, `owner` is who runs it."""

    kind = "shop.address_changed"
    number: str
    shop: str
    owner: int | None
    path: str


@dataclass(frozen=True, kw_only=True)
class ShopReturnAsked(EventData):
    """A buyer wants to send something back to `shop`; `owner` is who runs it."""

    kind = "shop.return_asked"
    number: str
    shop: str
    owner: int | None
    path: str


@dataclass(frozen=True, kw_only=True)
class ShopReturnWithdrawn(EventData):
    """A buyer keeps what they wanted to send back to `shop`; `owner` is who runs it."""

    kind = "shop.return_withdrawn"
    number: str
    shop: str
    owner: int | None
    path: str


@dataclass(frozen=True, kw_only=True)
class BuyerWritten(EventData):
    """The buyer of an order wrote to `shop`; `owner` is who runs it, `excerpt` how the message begins."""

    kind = "shop.message"
    number: str
    shop: str
    owner: int | None
    excerpt: str
    path: str


@dataclass(frozen=True, kw_only=True)
class ShopWritten(EventData):
    """`shop` wrote to the buyer of an order; `excerpt` is how the message begins."""

    kind = "order.message"
    number: str
    shop: str
    buyer: int | None
    excerpt: str
    path: str


@dataclass(frozen=True, kw_only=True)
class MessageReported(EventData):
    """Somebody reported what was written to them about an order."""

    kind = "message.reported"
    number: str
    path: str


@dataclass(frozen=True, kw_only=True)
class WantedInStock(EventData):
    """A shop has what `member` asked for; `what` names the parts in the member's language."""

    kind = "wanted.in_stock"
    member: int
    what: str
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
