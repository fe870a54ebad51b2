"""Place an order and hold its stock; give the stock back when it is not paid."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from creations.models import Revision
from creations.permissions import policy as creation_policy
from users.errors import ActionError, NotAllowed
from users.models import Member
from users.permissions import Visitor

from ..bought import Bought, Due, royalties
from ..locking import lock_stock
from ..models import (
    ADDRESS_FIELDS,
    Ended,
    Happening,
    Order,
    OrderCreation,
    OrderLine,
    Parcel,
    Payment,
    PaymentState,
    RoyaltyShare,
    StockLot,
)
from ..money import line_price
from ..payments import provider
from ..plans import Plan, PlannedLot, PlannedParcel, plan_of
from ..pricing import quote
from ..taxing import why_not
from . import stock
from .asking import ordered
from .guests import check_guest
from .judging import judge
from .telling import tell

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Missing:
    """A lot that cannot be had in the quantity wanted; `part` is empty for one that its shop no longer lists."""

    part: str
    colour: int
    quantity: int


class OutOfStock(ActionError):
    """Some lots cannot be had in the quantity wanted; `missing` says which."""

    status = 409

    def __init__(self, message: str, missing: list[Missing]) -> None:
        super().__init__(message)
        self.missing = missing


class PriceChanged(ActionError):
    """The total is not what the buyer agreed to."""

    status = 409


class NotSoldThere(ActionError):
    """The tax of a parcel to this country is not handled here."""

    status = 409


@dataclass(frozen=True, slots=True)
class Address:
    """Where the parcel goes, as `models.PostalAddress` has it, and where news of it go."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    email: str
    area: str = ""

    def parts(self) -> dict[str, str]:
        """Its postal fields by name."""
        return {field: getattr(self, field) for field in ADDRESS_FIELDS}


def place_order(*, buyer: Visitor, revision: Revision, address: Address, agreed_total: int | None = None) -> Order:
    """An order of the best whole plan for a revision's parts, whose stock is reserved for `PROSUM_RESERVATION_MINUTES`.

    Raises NotAllowed, OrdersClosed, NotSoldThere, OutOfStock, Busy, PriceChanged (when the total is not `agreed_total`).
    """
    if not creation_policy.can_view(buyer, revision.creation):
        raise NotAllowed
    made = quote(revision, country=address.country)
    if not made.is_complete:
        missing = [Missing(line.part, line.colour, line.quantity) for line in made.missing]
        raise OutOfStock(_("Some parts of this creation are not in stock."), missing)
    return order_plan(
        buyer=buyer, plan=plan_of(made), address=address, bought=[Bought(revision)], agreed_total=agreed_total
    )


def order_plan(
    *,
    buyer: Visitor,
    plan: Plan,
    address: Address,
    bought: Sequence[Bought],
    whole: bool = True,
    agreed_total: int | None = None,
) -> Order:
    """An order of all parcels of a plan or of none: every lot is reserved in one transaction.

    A visitor's order is a guest's: they are sent its link. `bought` names the creations it is for; `whole` says that there is nothing else in it than the parts of one.
    Raises OrdersClosed, TooManyOrders, NotSoldThere, OutOfStock, Busy, PriceChanged (when the total is not `agreed_total`).
    """
    provider()
    if not isinstance(buyer, Member):
        check_guest(address.email)
    for planned in plan.parcels:
        if problem := why_not(planned.shop, address.country):
            raise NotSoldThere(problem)
    with transaction.atomic():
        lots = lock_stock(planned.stock for planned in plan.lots())
        missing = [_missing(lots.get(planned.stock), planned) for planned in plan.lots()]
        if any(missing):
            faster = _("Somebody was faster: some parts were just reserved by another order.")
            raise OutOfStock(faster, [one for one in missing if one])
        parcels = [(_parcel(planned, lines), lines) for planned in plan.parcels if (lines := _lines(planned, lots))]
        due = royalties(bought, [line for _parcel, lines in parcels for line in lines], whole=whole)
        order = _order(buyer, due, address, parcels)
        if agreed_total is not None and agreed_total != order.total:
            raise PriceChanged(_("The price changed since you looked. Please check the new total."))
        order.save()
        _keep(order, due, parcels)
        OrderCreation.objects.bulk_create(
            OrderCreation(order=order, revision=one.revision, times=one.times) for one in bought
        )
        ordered(order)
        tell(order, Happening.PLACED)
    return order


def expire_orders() -> int:
    """Give back the stock of orders nobody paid in time; returns how many.

    A payment that the provider works on holds an order's stock, for `PROSUM_PAYMENT_PENDING_HOURS` at most.
    """
    waited_since = timezone.now() - timedelta(hours=settings.PROSUM_PAYMENT_PENDING_HOURS)
    Payment.objects.filter(state=PaymentState.PENDING, pending_since__lt=waited_since).update(state=PaymentState.FAILED)
    due = Order.objects.filter(sold_at=None, ended="", expires_at__lt=timezone.now())
    due = due.exclude(payments__state=PaymentState.PENDING).order_by("expires_at")
    expired = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                # Whoever holds it is paying or cancelling it: it is looked at again when the clock comes next.
                order = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if order is not None:
                    end(order, Ended.EXPIRED)
                    expired += 1
        except Exception:
            logger.exception("order %s does not expire", pk)
    return expired


def end(order: Order, why: Ended) -> None:
    """End an order that waits: its stock goes back, what was paid of it too. The caller holds the order's lock."""
    stock.release(OrderLine.objects.filter(parcel__order=order))
    for parcel in order.parcels.all():
        parcel.cancel()
        parcel.save()
    order.ended = why
    order.save(update_fields=["ended"])
    Payment.objects.filter(order=order, state=PaymentState.OPEN).update(state=PaymentState.CANCELLED)
    tell(order, Happening(why.value))
    judge(order)


def _missing(lot: StockLot | None, planned: PlannedLot) -> Missing | None:
    """What is wrong with a planned lot, now that it is under its lock."""
    if lot is None:
        return Missing("", 0, planned.quantity)
    sells = lot.available >= planned.quantity and planned.quantity % lot.bulk == 0 and not lot.stockroom
    return None if sells else Missing(lot.part, lot.colour, planned.quantity)


def _lines(planned: PlannedParcel, lots: dict[int, StockLot]) -> list[OrderLine]:
    return [
        OrderLine(
            stock=lot,
            part=lot.part,
            colour=lot.colour,
            condition=lot.condition,
            quantity=wanted.quantity,
            unit_price=lot.price_of_one(wanted.quantity),
            price=line_price(wanted.quantity, lot.price_of_one(wanted.quantity)),
            location=lot.location,
            instead_of=[list(one) for one in wanted.instead_of],
        )
        for wanted in planned.lots
        if (lot := lots[wanted.stock])
    ]


def _parcel(planned: PlannedParcel, lines: list[OrderLine]) -> Parcel:
    made: Parcel = Parcel(
        shop=planned.shop,
        parts_price=sum(line.price for line in lines),
        shipping_price=planned.shipping,
        fees_price=planned.fees,
    )
    return made


def _order(buyer: Visitor, due: list[Due], address: Address, parcels: list[tuple[Parcel, list[OrderLine]]]) -> Order:
    royalty = sum(one.amount for one in due)
    only = due[0].revision if len(due) == 1 else None
    titles = ", ".join(one.revision.creation.title for one in due)
    return Order(
        buyer=buyer if isinstance(buyer, Member) else None,
        is_guest=not isinstance(buyer, Member),
        revision=only,
        designer=only.creation.owner if only else None,
        title=Truncator(titles).chars(120) or _("Parts"),
        currency=settings.PROSUM_CURRENCY,
        parts_price=sum(parcel.parts_price for parcel, _lines in parcels),
        shipping_price=sum(parcel.shipping_price for parcel, _lines in parcels),
        fees_price=sum(parcel.fees_price for parcel, _lines in parcels),
        royalty=royalty,
        total=royalty + sum(parcel.total for parcel, _lines in parcels),
        part_count=sum(line.quantity for _parcel, lines in parcels for line in lines),
        expires_at=timezone.now() + timedelta(minutes=settings.PROSUM_RESERVATION_MINUTES),
        language=(get_language() or "en")[:2],
        **asdict(address),
    )


def _keep(order: Order, due: list[Due], parcels: list[tuple[Parcel, list[OrderLine]]]) -> None:
    for parcel, lines in parcels:
        parcel.order = order
        parcel.save()
        for line in lines:
            line.parcel = parcel
        OrderLine.objects.bulk_create(lines, batch_size=1000)
    stock.reserve(line for _parcel, lines in parcels for line in lines)
    RoyaltyShare.objects.bulk_create(
        RoyaltyShare(order=order, place=place, member_id=share.member, title=share.title, amount=share.amount)
        for place, share in enumerate(share for one in due for share in one.shares())
    )
