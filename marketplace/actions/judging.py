"""Judge an order by amounts: whether it is paid, whether its parts can still be had, and what of its money goes back.

Called whenever money came or an order ended, under the order's lock. Asking again changes nothing.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_noop

from users.work.actions import ask

from .. import books
from ..amounts import left_of_parcel, left_of_payment, money_of, sums_of
from ..models import Ended, Fulfilment, Happening, Order, OrderLine, Payment, PaymentState, Refund, RefundReason
from . import stock
from .invoicing import invoice_order
from .telling import tell, tell_of_sale

#: The kind of work that sends a refund.
SENDING = "payment.refund"
#: Kept as they are here: the page says them in its reader's language.
LATE = gettext_noop("The payment came too late: the parts are gone. It goes back.")
CANCELLED = gettext_noop("The order was cancelled before the payment came. It goes back.")
SURPLUS = gettext_noop("More was paid than this order costs. The rest goes back.")


def judge(order: Order) -> None:
    """Sell what is paid and can be had, send back what nobody earns, and note where the money is."""
    sums = sums_of(order)
    is_sold = order.sold_at is not None
    unearned = sums.paid - sums.unsold - (order.total if is_sold else sums.taken + sums.refunded)
    if not is_sold and unearned >= order.total and _take(order):
        _sell(order)
        is_sold = True
        unearned -= order.total
    waits = order.is_waiting and unearned < order.total
    if unearned > 0 and not waits:
        give_back(order, unearned, RefundReason.SURPLUS if is_sold else RefundReason.LATE)
    note_money(order)


def give_back(order: Order, amount: int, reason: RefundReason) -> None:
    """Ask for refunds of money that nobody earned, by the newest payments first."""
    late = CANCELLED if order.ended == Ended.CANCELLED else LATE
    tell(order, Happening.RETURNED, note=SURPLUS if reason == RefundReason.SURPLUS else late, amount=amount)
    for payment in Payment.objects.filter(order=order, state=PaymentState.SUCCEEDED).order_by("-pk"):
        part = min(amount, left_of_payment(payment))
        if part > 0:
            ask_for(Refund.objects.create(order=order, payment=payment, reason=reason, amount=part))
            amount -= part


def ask_for(refund: Refund) -> None:
    """Let a worker have the provider send it."""
    ask(kind=SENDING, subject=f"refund:{refund.pk}", again=True)


def note_money(order: Order) -> None:
    """Keep on the order where its money is."""
    order.money = money_of(order)
    order.save(update_fields=["money"])


def _take(order: Order) -> bool:
    """Take the stock: what is reserved, or what an order whose time was over can still have from the shelf.

    Who cancelled wants nothing any more: what they paid before their bank knew goes back.
    """
    lines = OrderLine.objects.filter(parcel__order=order)
    if order.is_waiting:
        stock.sell_reserved(lines)
        return True
    if order.ended == Ended.CANCELLED:
        return False
    shops_are_open = not order.parcels.filter(shop__closed_at__isnull=False).exists()
    return shops_are_open and stock.sell_from_shelf(lines)


def _sell(order: Order) -> None:
    order.sold_at, order.ended = timezone.now(), ""
    order.save(update_fields=["sold_at", "ended"])
    for parcel in order.parcels.all():
        parcel.sell()
        parcel.save()
    books.book_sale(order)
    invoice_order(order)
    tell(order, Happening.PAID)
    tell_of_sale(order, order.buyer)


def undo_if_nothing_is_left(order: Order) -> None:
    """Parcels that were not sent and of which nothing is left, money or pieces, are not sent.

    Their stock goes back on the shelf, but for pieces that were given back one by one: of those that was decided then.
    """
    money = {parcel.pk: left_of_parcel(parcel) for parcel in order.parcels.all()}
    for parcel in order.parcels.filter(state__in=(Fulfilment.TO_PACK, Fulfilment.PACKED)):
        pieces = [(line, line.left) for line in parcel.lines.with_back() if line.left]
        # A parcel that costs nothing is sent for as long as something of its order is paid.
        is_paid = money[parcel.pk] if parcel.total else any(money.values())
        if not (pieces and is_paid):
            stock.put_back(pieces)
            parcel.cancel()
            parcel.save()
            tell(order, Happening.CANCELLED, parcel=parcel)
