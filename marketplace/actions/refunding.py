"""Give money back: by line, shipping or goodwill, or all that is left; never more than was paid, under the order's lock."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from users.errors import NotAllowed
from users.models import Member, Role
from users.permissions import has_role

from .. import books
from ..amounts import given_back, left_of_parcel, left_of_payment, left_of_royalty, worth
from ..locking import lock_order
from ..models import (
    Happening,
    Money,
    Order,
    OrderLine,
    Parcel,
    Payment,
    PaymentState,
    Refund,
    RefundLine,
    RefundReason,
    RefundShare,
)
from ..permissions import policy
from ..sharing import portion
from . import stock
from .invoicing import credit
from .judging import ask_for, note_money, undo_if_nothing_is_left
from .payouts import recover
from .refusals import TooMuch, WrongState
from .telling import tell


def refund_parcel(
    *,
    parcel: Parcel,
    member: Member,
    pieces: Mapping[int, int] | None = None,
    shipping: int = 0,
    goodwill: int = 0,
    note: str = "",
    restock: bool = False,
    at_most: bool = False,
) -> Refund:
    """Give back so many pieces of lines (line's number to pieces), some of the shipping, and what the shop adds to it.

    With the pieces goes their part of the royalty. `restock` puts the pieces back on the shelf; `at_most` is content
    with what is left where goodwill was given before. Amounts are minor units. Raises NotAllowed, WrongState, TooMuch, Busy.
    """
    if not policy.can_refund(member, parcel):
        raise NotAllowed
    with transaction.atomic():
        order = _open_for_refunds(parcel.order_id)
        parcel = order.parcels.get(pk=parcel.pk)
        lines = _wanted(parcel, pieces or {})
        before = given_back(parcel)
        parts = sum(worth(line, line.paid_back, wanted) for line, wanted in lines)
        if shipping < 0 or goodwill < 0 or before.shipping + shipping > parcel.shipping_price + parcel.fees_price:
            raise TooMuch(_("More shipping than was paid cannot be given back."))
        share = RefundShare(parcel=parcel, parts=parts, shipping=shipping, goodwill=goodwill)
        left = left_of_parcel(parcel)
        if at_most:
            share.shipping = min(shipping, left)
            share.parts = min(parts, left - share.shipping)
        if share.amount > left:
            raise TooMuch(_("More than was paid for this parcel cannot be given back."))
        royalty = min(_royalty_of(order, parts), left_of_royalty(order))
        if restock:
            stock.put_back(lines)
        refund = _refund(order, RefundReason.PARCEL, [share], royalty, member, note)
        RefundLine.objects.bulk_create(
            RefundLine(refund=refund, line=line, quantity=wanted, restocked=restock) for line, wanted in lines
        )
        undo_if_nothing_is_left(order)
        credit(refund)
    return refund


def refund_rest(*, order: Order, member: Member, parcel: Parcel | None = None, note: str = "") -> Refund:
    """Give back all that is left of an order, or of one parcel of it. What was not shipped is not sent.

    Raises NotAllowed, WrongState, TooMuch, Busy.
    """
    if not (policy.can_refund(member, parcel) if parcel else has_role(member, Role.OPERATOR)):
        raise NotAllowed
    with transaction.atomic():
        return give_back_rest(order=order, member=member, parcel=parcel, note=note)


def give_back_rest(*, order: Order, member: Member | None, parcel: Parcel | None = None, note: str = "") -> Refund:
    """What `refund_rest` does, for whoever was found to be allowed it (a guest is no member). Raises WrongState, TooMuch, Busy."""
    with transaction.atomic():
        order = _open_for_refunds(order.pk)
        shares = [_all_of(one) for one in order.parcels.all() if parcel is None or one.pk == parcel.pk]
        rest = {one.pk: left_of_parcel(one) for one in order.parcels.all()}
        is_all = all(left == 0 for pk, left in rest.items() if pk not in {share.parcel_id for share in shares})
        parts = sum(share.parts for share in shares)
        royalty = left_of_royalty(order) if is_all else min(_royalty_of(order, parts), left_of_royalty(order))
        reason = RefundReason.WHOLE if is_all else RefundReason.PARCEL
        refund = _refund(order, reason, [share for share in shares if share.amount], royalty, member, note)
        undo_if_nothing_is_left(order)
        credit(refund)
    return refund


def retry_refund(*, refund: Refund, member: Member) -> Refund:
    """Ask the provider once more for a refund that failed. Raises NotAllowed, WrongState, Busy."""
    if not has_role(member, Role.OPERATOR):
        raise NotAllowed
    with transaction.atomic():
        lock_order(refund.order_id)
        refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
        if refund.state != Refund.State.FAILED:
            raise WrongState(_("This refund did not fail."))
        refund.state, refund.provider_id, refund.attempt = Refund.State.ASKED, "", refund.attempt + 1
        refund.save()
        ask_for(refund)
    return refund


def end_refund(refund: Refund, state: str, provider_id: str, problem: str = "") -> None:
    """The provider sent it, or could not: once each. The caller holds the order's lock."""
    refund.provider_id = refund.provider_id or provider_id
    if state == Refund.State.DONE and refund.state == Refund.State.ASKED:
        refund.state, refund.done_at = Refund.State.DONE, timezone.now()
        books.book_refund_sent(refund)
    elif state == Refund.State.FAILED and refund.state != Refund.State.FAILED:
        books.book_refund_returned(refund)
        refund.state, refund.problem = Refund.State.FAILED, problem[:200]
    refund.save()


def _open_for_refunds(pk: int) -> Order:
    order = lock_order(pk)
    if order.sold_at is None:
        raise WrongState(_("Nothing was paid for this order."))
    if order.money == Money.DISPUTED:
        raise WrongState(_("The bank is looking at this payment: nothing is refunded until it has decided."))
    return order


def _wanted(parcel: Parcel, pieces: Mapping[int, int]) -> list[tuple[OrderLine, int]]:
    lines = {line.pk: line for line in parcel.lines.with_back()}
    wanted: list[tuple[OrderLine, int]] = [
        (lines[pk], number) for pk, number in pieces.items() if number and pk in lines
    ]
    for line, number in wanted:
        if number < 0 or number > line.left:
            raise TooMuch(_("More pieces than were ordered cannot be given back."))
    return wanted


def _royalty_of(order: Order, parts: int) -> int:
    """The royalty that goes with parts for so much, after those that went before."""
    before = sum(given_back(parcel).parts for parcel in order.parcels.all())
    return portion(order.royalty, before + parts, order.parts_price) - portion(order.royalty, before, order.parts_price)


def _all_of(parcel: Parcel) -> RefundShare:
    """What is left of a parcel, as its shop's share."""
    before, left = given_back(parcel), left_of_parcel(parcel)
    parts = min(left, parcel.parts_price - before.parts)
    return RefundShare(parcel=parcel, parts=parts, shipping=left - parts)


def _refund(
    order: Order, reason: RefundReason, shares: list[RefundShare], royalty: int, member: Member | None, note: str
) -> Refund:
    amount = royalty + sum(share.amount for share in shares)
    if amount == 0:
        raise TooMuch(_("There is nothing left to give back."))
    payments = Payment.objects.filter(order=order, state=PaymentState.SUCCEEDED).order_by("-received", "pk")
    payment = next((one for one in payments if left_of_payment(one) >= amount), None)
    if payment is None:
        raise TooMuch(_("More than was paid cannot be given back."))
    refund = Refund.objects.create(
        order=order, payment=payment, reason=reason, amount=amount, royalty=royalty, by=member, note=note[:200]
    )
    for share in shares:
        share.refund = refund
    RefundShare.objects.bulk_create(shares)
    books.book_refund(refund)
    recover(order)
    note_money(order)
    tell(order, Happening.REFUNDED, note=note[:200], amount=amount)
    ask_for(refund)
    return refund
