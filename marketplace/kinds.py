"""What members are told about orders, and what the marketplace hears of creations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from creations.events import CreationRevised
from creations.models import Creation
from users.models import Member, Role
from users.notifications.registry import Kind
from users.permissions import holding

from .actions.guests import claim_orders
from .events import (
    BuyerWritten,
    CreationOrdered,
    MessageReported,
    OrderDisputed,
    OrderExpired,
    OrderLater,
    OrderMoved,
    OrderPacked,
    OrderPaid,
    OrderPartShipped,
    OrderPaymentHeld,
    OrderPaymentReturned,
    OrderRefunded,
    OrderReturnAccepted,
    OrderReturnReceived,
    OrderReturnRefused,
    OrderShipped,
    ShopAddressChanged,
    ShopApproved,
    ShopOrderCancelled,
    ShopOrdered,
    ShopReturnAsked,
    ShopReturnWithdrawn,
    ShopWaits,
    ShopWritten,
    WantedInStock,
)
from .models import Order
from .prices import keep_price


def _buyer(happened: OrderMoved, actor: int | None) -> Q:
    return Q(pk=happened.buyer)


def _given(happened: OrderMoved, buyer: Member) -> str:
    return Order.objects.filter(number=happened.number, buyer=buyer).values_list("email", flat=True).first() or ""


def _owner(
    happened: CreationOrdered
    | ShopOrdered
    | ShopOrderCancelled
    | ShopAddressChanged
    | ShopReturnAsked
    | ShopReturnWithdrawn
    | OrderDisputed
    | BuyerWritten
    | ShopApproved,
    actor: int | None,
) -> Q:
    return Q(pk=happened.owner)


def _who_asked(happened: WantedInStock, actor: int | None) -> Q:
    return Q(pk=happened.member)


def _operators(happened: ShopWaits, actor: int | None) -> Q:
    return holding(Role.OPERATOR)


_KINDS: tuple[Kind[Any], ...] = (
    Kind(OrderPaid, _("Your order %(number)s of %(title)s is paid and confirmed"), _buyer, icon="parcel", must=True),
    Kind(
        OrderPacked,
        _("Your order %(number)s is packed"),
        _buyer,
        icon="parcel",
        label=_("a parcel of your order is packed"),
        email=False,
    ),
    Kind(
        OrderLater,
        _("Some of order %(number)s is sent later, in a parcel of its own"),
        _buyer,
        icon="parcel",
        must=True,
        email=False,
    ),
    Kind(
        OrderPartShipped,
        _("A part of your order %(number)s of %(title)s is on its way; the rest follows"),
        _buyer,
        icon="parcel",
        must=True,
        detail="note",
    ),
    Kind(
        OrderShipped,
        _("Your order %(number)s of %(title)s is on its way"),
        _buyer,
        icon="parcel",
        detail="note",
        must=True,
    ),
    Kind(OrderExpired, _("Your order %(number)s was not paid in time and has ended"), _buyer, icon="parcel", must=True),
    Kind(
        OrderPaymentHeld,
        _("Your payment for order %(number)s is not what was asked for; somebody looks at it"),
        _buyer,
        icon="parcel",
        must=True,
    ),
    Kind(
        OrderPaymentReturned,
        _("%(amount)s of your payment for order %(number)s go back to you"),
        _buyer,
        icon="parcel",
        detail="note",
        must=True,
    ),
    Kind(
        OrderRefunded,
        _("%(amount)s of order %(number)s are refunded to you"),
        _buyer,
        icon="parcel",
        detail="note",
        must=True,
    ),
    Kind(
        OrderReturnAccepted,
        _("You may send back what you asked for of order %(number)s"),
        _buyer,
        icon="parcel",
        must=True,
        detail="note",
    ),
    Kind(
        OrderReturnRefused,
        _("What you wanted to send back of order %(number)s was refused"),
        _buyer,
        icon="parcel",
        must=True,
        detail="note",
    ),
    Kind(
        OrderReturnReceived,
        _("What you sent back of order %(number)s has arrived at the shop"),
        _buyer,
        icon="parcel",
        must=True,
    ),
    Kind(
        ShopReturnAsked,
        _("%(shop)s: the buyer of order %(number)s wants to send something back"),
        _owner,
        icon="parcel",
        must=True,
        outlives=True,
    ),
    Kind(
        ShopReturnWithdrawn,
        _("%(shop)s: the buyer of order %(number)s keeps what they wanted to send back"),
        _owner,
        icon="parcel",
        must=True,
        outlives=True,
        email=False,
    ),
    Kind(
        ShopWritten,
        _("%(shop)s wrote to you about order %(number)s"),
        lambda happened, actor: Q(pk=happened.buyer),
        icon="parcel",
        detail="excerpt",
        outlives=True,
        label=_("a shop writes to you about an order"),
    ),
    Kind(
        BuyerWritten,
        _("%(shop)s: the buyer of order %(number)s wrote to you"),
        _owner,
        icon="parcel",
        detail="excerpt",
        outlives=True,
        label=_("a buyer writes to your shop"),
    ),
    Kind(
        MessageReported,
        _("A message about an order was reported"),
        lambda happened, actor: holding(Role.MODERATOR),
        icon="parcel",
        outlives=True,
        label=_("a message is reported to the moderators"),
    ),
    Kind(
        OrderDisputed,
        _("%(shop)s: the bank of order %(number)s's buyer was asked to take the payment back"),
        _owner,
        icon="parcel",
        outlives=True,
        must=True,
    ),
    Kind(
        CreationOrdered,
        _("%(actor)s ordered the parts of %(title)s"),
        _owner,
        icon="parcel",
        label=_("somebody orders the parts of a creation of yours"),
        outlives=True,
    ),
    Kind(ShopOrdered, _("%(shop)s has a new order: %(number)s"), _owner, icon="parcel", outlives=True, must=True),
    Kind(
        ShopOrderCancelled,
        _("%(shop)s: order %(number)s was cancelled by its buyer. Do not send it"),
        _owner,
        icon="parcel",
        outlives=True,
        must=True,
    ),
    Kind(
        ShopAddressChanged,
        _("%(shop)s: order %(number)s goes to another address now"),
        _owner,
        icon="parcel",
        outlives=True,
        must=True,
    ),
    Kind(
        ShopWaits,
        _("%(actor)s opened the shop %(shop)s, which waits for you to approve it"),
        _operators,
        icon="shop",
        must=True,
    ),
    Kind(
        WantedInStock,
        _("A shop has what you asked for: %(what)s"),
        _who_asked,
        icon="brick",
        label=_("a shop has a part that you asked for"),
    ),
    Kind(ShopApproved, _("Your shop %(shop)s is approved and sells"), _owner, icon="shop", must=True),
)
#: Mails to a buyer go to the address that was given in the order.
KINDS = tuple(replace(kind, to=_given) if kind.whom is _buyer else kind for kind in _KINDS)


def price_again(happened: CreationRevised) -> None:
    """Find a creation's price anew when it has a new revision."""
    creation = Creation.objects.filter(pk=happened.creation).select_related("current__creation").first()
    if creation is not None:
        keep_price(creation)


def claim_confirmed(*, email_address: EmailAddress, **_signal: Any) -> None:
    """What was ordered with an e-mail address is whose it was confirmed to be."""
    claim_orders(member=email_address.user, email=email_address.email)
