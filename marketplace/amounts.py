"""What was paid of an order and what went back: sums over its payments, refunds and disputes, in minor units."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from .models import (
    OF_A_SALE,
    Dispute,
    DisputeShare,
    Money,
    Order,
    OrderLine,
    Parcel,
    Payment,
    PaymentState,
    Refund,
    RefundReason,
    RefundShare,
)
from .sharing import portion

_COUNTS = (PaymentState.SUCCEEDED,)
_TAKEN = (Dispute.State.OPEN, Dispute.State.LOST)


@dataclass(frozen=True, slots=True)
class Sums:
    """`paid` came by payments that count; `unsold` went back of what was never earned; `refunded` of the sale by us,
    `taken` by banks. Refunds count from the moment they are asked for.
    """

    paid: int
    unsold: int
    refunded: int
    taken: int
    disputed: bool

    @property
    def kept(self) -> int:
        """Payments less everything that went or goes back."""
        return self.paid - self.unsold - self.refunded - self.taken


def sums_of(order: Order) -> Sums:
    """Asked anew each time: the caller holds the order's lock where it matters."""
    payments = Payment.objects.filter(order=order, state__in=_COUNTS)
    refunds = Refund.objects.filter(payment__in=payments)
    disputes = Dispute.objects.filter(payment__in=payments, state__in=_TAKEN)
    return Sums(
        paid=payments.aggregate(sum=Sum("received"))["sum"] or 0,
        unsold=refunds.exclude(reason__in=OF_A_SALE).aggregate(sum=Sum("amount"))["sum"] or 0,
        refunded=refunds.filter(reason__in=OF_A_SALE).aggregate(sum=Sum("amount"))["sum"] or 0,
        taken=disputes.aggregate(sum=Sum("amount"))["sum"] or 0,
        disputed=disputes.filter(state=Dispute.State.OPEN).exists(),
    )


def money_of(order: Order) -> Money:
    """Where the order's money is, by amounts alone."""
    sums = sums_of(order)
    if sums.disputed:
        return Money.DISPUTED
    back = sums.refunded + sums.taken
    if order.sold_at is None:
        return Money.REFUNDED if sums.paid and sums.kept <= 0 else Money.OPEN
    if not back:
        return Money.PAID
    return Money.REFUNDED if back >= order.total else Money.PARTLY_REFUNDED


def left_of_payment(payment: Payment) -> int:
    """What can still be sent back by a payment."""
    back = payment.refunds.aggregate(sum=Sum("amount"))["sum"] or 0
    taken = payment.disputes.filter(state__in=_TAKEN).aggregate(sum=Sum("amount"))["sum"] or 0
    return (payment.received or 0) - back - taken


def left_of_parcel(parcel: Parcel) -> int:
    """What its shop has not given back yet."""
    return parcel.total - given_back(parcel).amount - taken_from(parcel)


def left_of_royalty(order: Order) -> int:
    """What the designers have not given back yet."""
    reversed_ = order.refunds.aggregate(sum=Sum("royalty"))["sum"] or 0
    disputes = Dispute.objects.filter(payment__order=order, state__in=_TAKEN)
    return order.royalty - reversed_ - (disputes.aggregate(sum=Sum("royalty"))["sum"] or 0)


def worth(line: OrderLine, before: int, pieces: int) -> int:
    """What so many pieces of a line cost, after those that were given back before: rounding never exceeds its price."""
    return portion(line.price, before + pieces, line.quantity) - portion(line.price, before, line.quantity)


def given_back(parcel: Parcel) -> RefundShare:
    """The sum of a parcel's shares of refunds, as one share."""
    sums = RefundShare.objects.filter(parcel=parcel).aggregate(
        parts=Sum("parts"), shipping=Sum("shipping"), goodwill=Sum("goodwill")
    )
    return RefundShare(parcel=parcel, **{name: amount or 0 for name, amount in sums.items()})


def taken_from(parcel: Parcel) -> int:
    """What banks took of a parcel."""
    shares = DisputeShare.objects.filter(parcel=parcel, dispute__state__in=_TAKEN)
    return shares.aggregate(sum=Sum("amount"))["sum"] or 0


def returned_in_proportion(order: Order) -> int:
    """What went back of the order by amount alone, which all its shops and designers bear in proportion."""
    refunds = order.refunds.filter(reason=RefundReason.PROVIDER).aggregate(sum=Sum("amount"))["sum"] or 0
    disputes = Dispute.objects.filter(payment__order=order, state__in=_TAKEN)
    return refunds + (disputes.aggregate(sum=Sum("amount"))["sum"] or 0)
