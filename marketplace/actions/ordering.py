"""Place an order and hold its stock; give the stock back when it is not paid.

Locks are taken in one order everywhere: the order's row first, then its stock lots by id. So two transactions never wait
for each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from creations.licences import royalty_due
from creations.models import Revision
from creations.permissions import policy as creation_policy
from users.errors import ActionError, NotAllowed
from users.models import Member
from users.notifications.outbox import record

from ..events import ORDER_MOVED
from ..models import Order, OrderLine, OrderState, Parcel, Payment, PaymentState, StockLot
from ..payments import provider
from ..permissions import policy
from ..pricing import Quote, quote


class OutOfStock(ActionError):
    """Some lots cannot be had in the quantity wanted; `quote.missing` says which."""

    status = 409

    def __init__(self, message: str, made: Quote) -> None:
        super().__init__(message)
        self.quote = made


class PriceChanged(ActionError):
    """The total is not what the buyer agreed to."""

    status = 409


class WrongState(ActionError):
    """The order is past the point where this can be done."""

    status = 409


@dataclass(frozen=True, slots=True)
class Address:
    """Where the parcel goes; `country` is the two letters of ISO 3166."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    email: str


def place_order(*, buyer: Member, revision: Revision, address: Address, agreed_total: int | None = None) -> Order:
    """An order whose stock is reserved for `PROSUM_RESERVATION_MINUTES`.

    Raises NotAllowed, OrdersClosed, OutOfStock, PriceChanged (when the total is not `agreed_total`).
    """
    if not creation_policy.can_view(buyer, revision.creation):
        raise NotAllowed
    provider()
    with transaction.atomic():
        made = quote(revision)
        if made.shop is None or not made.is_complete:
            raise OutOfStock(_("Some parts of this creation are not in stock."), made)
        locked = _lock([line.stock.pk for line in made.lines if line.stock])
        for line in made.lines:
            line.stock = locked[line.stock.pk] if line.stock else None
        short = [line for line in made.lines if not line.is_available]
        if short:
            made.missing = short
            raise OutOfStock(_("Somebody was faster: some parts were just reserved by another order."), made)
        made.royalty = royalty_due(revision.creation, made.parts_price)
        if agreed_total is not None and agreed_total != made.total:
            raise PriceChanged(_("The price changed since you looked. Please check the new total."))
        order = Order.objects.create(
            buyer=buyer,
            revision=revision,
            designer=revision.creation.owner,
            title=revision.creation.title,
            currency=settings.PROSUM_CURRENCY,
            parts_price=made.parts_price,
            shipping_price=made.shipping,
            royalty=made.royalty,
            total=made.total,
            part_count=made.parts,
            expires_at=timezone.now() + timedelta(minutes=settings.PROSUM_RESERVATION_MINUTES),
            name=address.name,
            street=address.street,
            postcode=address.postcode,
            city=address.city,
            country=address.country,
            email=address.email,
        )
        lines = []
        for line in made.lines:
            assert line.stock is not None
            line.stock.reserved += line.quantity
            lines.append(
                OrderLine(
                    order=order,
                    stock=line.stock,
                    part=line.part,
                    colour=line.colour,
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    price=line.price,
                )
            )
        StockLot.objects.bulk_update([line.stock for line in made.lines if line.stock], ["reserved"], batch_size=1000)
        OrderLine.objects.bulk_create(lines, batch_size=1000)
        Parcel.objects.create(order=order, shop=made.shop)
        order.timeline.create(state=OrderState.PLACED)
    return order


def cancel_order(*, order: Order, member: Member) -> Order:
    """The buyer changes their mind before paying. Raises NotAllowed, WrongState."""
    if not policy.can_pay(member, order):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(order.pk)
        if not order.is_waiting:
            raise WrongState(_("This order can no longer be cancelled here."))
        release(order, OrderState.CANCELLED)
    return order


def expire_orders() -> int:
    """Give back the stock of orders nobody paid in time; returns how many."""
    expired = 0
    while True:
        with transaction.atomic():
            order = (
                Order.objects.select_for_update(skip_locked=True)
                .filter(state=OrderState.PLACED, expires_at__lt=timezone.now())
                .exclude(payments__state=PaymentState.PENDING)
                .order_by("expires_at")
                .first()
            )
            if order is None:
                return expired
            release(order, OrderState.EXPIRED)
            expired += 1


def lock_order(pk: int) -> Order:
    """The order under its row lock: the first lock of every transaction that changes one."""
    return Order.objects.select_for_update(of=("self",)).get(pk=pk)


def release(order: Order, state: OrderState) -> None:
    """Give an unpaid order's stock back and end it. The caller holds the order's lock."""
    lines = list(order.lines.all())
    locked = _lock([line.stock_id for line in lines if line.stock_id])
    for line in lines:
        if line.stock_id in locked:
            locked[line.stock_id].reserved -= line.quantity
    StockLot.objects.bulk_update(locked.values(), ["reserved"], batch_size=1000)
    Payment.objects.filter(order=order, state=PaymentState.OPEN).update(state=PaymentState.CANCELLED)
    advance(order, state)


def take(order: Order) -> None:
    """Turn an order's reservation into a sale. The caller holds the order's lock."""
    lines = list(order.lines.all())
    locked = _lock([line.stock_id for line in lines if line.stock_id])
    for line in lines:
        if line.stock_id in locked:
            locked[line.stock_id].reserved -= line.quantity
            locked[line.stock_id].quantity -= line.quantity
    StockLot.objects.bulk_update(locked.values(), ["reserved", "quantity"], batch_size=1000)


def advance(order: Order, state: OrderState, note: str = "") -> None:
    """Move an order on, with its line in the timeline and the buyer's event."""
    order.state = state
    order.save(update_fields=["state"])
    order.timeline.create(state=state, note=note)
    happened = ORDER_MOVED[state](
        number=order.number, title=order.title, buyer=order.buyer_id, note=note, path=order.get_absolute_url()
    )
    record(happened, actor=None, subject=f"order:{order.pk}")


def _lock(ids: list[int]) -> dict[int, StockLot]:
    """The stock lots under their row locks, taken in the order of their ids."""
    return {lot.pk: lot for lot in StockLot.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
