"""Hear what a provider tells: keep the message as it came, once; then let our rows say what it says.

A message about money that we have not heard of yet waits, and is done when that is known (docs/money.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from users.work.actions import ask

from .. import books
from ..amounts import left_of_parcel, left_of_royalty, returned_in_proportion
from ..locking import lock_order
from ..models import (
    Dispute,
    DisputeShare,
    Happening,
    Order,
    Parcel,
    Payment,
    PaymentState,
    ProviderMessage,
    Refund,
    RefundReason,
    RefundShare,
)
from ..payments import by_name
from ..payments.news import About, BadMessage, News
from ..sharing import spread
from .invoicing import credit
from .judging import judge, note_money, undo_if_nothing_is_left
from .paying import settle
from .payouts import hear_of_payout, recover
from .refunding import end_refund
from .telling import tell, tell_of_dispute

logger = logging.getLogger(__name__)

#: The kind of work that does what a message says.
HEARING = "payment.message"


def receive(*, provider: str, event_id: str, body: str) -> ProviderMessage:
    """Keep a message whose signature was checked, in the provider's own words, and see to it at once.

    From its commit on it is not lost: where it cannot be done now, a worker does it. The same event again is the same row.
    """
    with transaction.atomic():
        message, is_new = ProviderMessage.objects.get_or_create(
            provider=provider, event_id=event_id, defaults={"body": body}
        )
        if is_new:
            ask(kind=HEARING, subject=f"message:{message.pk}")
    if message.state == ProviderMessage.State.NEW:
        try:
            hear(message.pk)
        except Exception:
            logger.exception("%s is left to a worker", message)
    message.refresh_from_db()
    return message


def hear(pk: int) -> None:
    """Do what a message says, once, and then what waited for it."""
    with transaction.atomic():
        message = ProviderMessage.objects.select_for_update().get(pk=pk)
        if message.state in (ProviderMessage.State.DONE, ProviderMessage.State.FAILED):
            return
        try:
            news = by_name(message.provider).interpret(message.body)
        except BadMessage:
            message.state, news = ProviderMessage.State.FAILED, None
        else:
            waits_for = _apply(message.provider, news) if news is not None else ""
            message.about = waits_for
            message.state = ProviderMessage.State.WAITING if waits_for else ProviderMessage.State.DONE
        message.processed_at = timezone.now()
        message.save()
    if news is not None and news.about is About.PAYMENT and message.state == ProviderMessage.State.DONE:
        _hear_what_waited(message.provider, {news.reference, news.provider_id} - {""})


def hear_again() -> int:
    """Hear what waits for a payment that has come since, or was never heard; returns how many are done now."""
    waiting = ProviderMessage.objects.filter(state=ProviderMessage.State.WAITING)
    came = Payment.objects.filter(provider=OuterRef("provider"), received__isnull=False)
    named = Q(reference=OuterRef("about")) | Q(provider_id=OuterRef("about"))
    due = list(waiting.filter(Exists(came.filter(named))).order_by("pk").values_list("pk", flat=True)[:500])
    for pk in due:
        hear(pk)
    return ProviderMessage.objects.filter(pk__in=due, state=ProviderMessage.State.DONE).count()


def take_in(*, provider: str, news: News) -> None:
    """What the provider's report tells, as if its message had come."""
    with transaction.atomic():
        _apply(provider, news)
    if news.about is About.PAYMENT:
        _hear_what_waited(provider, {news.reference, news.provider_id} - {""})


def _hear_what_waited(provider: str, names: set[str]) -> None:
    waiting = ProviderMessage.objects.filter(provider=provider, state=ProviderMessage.State.WAITING, about__in=names)
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        hear(pk)


def _apply(provider: str, news: News) -> str:
    """Let our rows say what the news says; returns the name of the payment it has to wait for, or nothing."""
    about: dict[About, Callable[[str, News], str]] = {
        About.PAYMENT: _payment,
        About.REFUND: _refund,
        About.DISPUTE: _dispute,
        About.PAYOUT: lambda provider, news: hear_of_payout(news),
    }
    return about[news.about](provider, news)


def _payment(provider: str, news: News) -> str:
    if not Payment.objects.filter(reference=news.reference).exists():
        raise Payment.DoesNotExist(f"{provider} tells of a payment {news.reference} that is none of ours.")
    settle(
        reference=news.reference,
        state=PaymentState(news.state),
        amount=news.amount,
        currency=news.currency,
        fee=news.fee,
        provider_id=news.provider_id,
    )
    return ""


def _came(provider: str, news: News) -> Payment | None:
    """The payment that a refund or dispute is of, once its money came, with its order under lock."""
    of = Payment.objects.filter(provider=provider, provider_id=news.payment_id).first()
    of = of or Payment.objects.filter(provider=provider, reference=news.payment_id).first()
    if of is None:
        return None
    lock_order(of.order_id)
    of.refresh_from_db()
    return of if of.came else None


def _refund(provider: str, news: News) -> str:
    """A refund of ours is done or failed; or one was made at the provider, which all bear in proportion."""
    payment = _came(provider, news)
    if payment is None:
        return news.payment_id
    ours = Refund.objects.filter(payment=payment)
    known = ours.filter(provider_id=news.provider_id).first() if news.provider_id else None
    known = known or (ours.filter(pk=int(news.reference)).first() if news.reference.isdigit() else None)
    if known is None:
        known = _made_at_the_provider(payment, news)
    end_refund(known, news.state, news.provider_id, news.reason)
    return ""


def _made_at_the_provider(payment: Payment, news: News) -> Refund:
    order, amount = payment.order, news.amount or 0
    is_sold = order.sold_at is not None and payment.state == PaymentState.SUCCEEDED
    shares, royalty = _in_proportion(order, amount) if is_sold else ([], 0)
    reason = RefundReason.PROVIDER if is_sold else RefundReason.HELD
    refund = Refund.objects.create(order=order, payment=payment, reason=reason, amount=amount, royalty=royalty)
    RefundShare.objects.bulk_create(
        RefundShare(refund=refund, parcel=parcel, parts=part) for parcel, part in shares if part
    )
    books.book_refund(refund)
    recover(order)
    note_money(order)
    tell(order, Happening.REFUNDED, amount=amount)
    if is_sold:
        undo_if_nothing_is_left(order)
        credit(refund)
    return refund


def _dispute(provider: str, news: News) -> str:
    payment = _came(provider, news)
    if payment is None:
        return news.payment_id
    dispute = Dispute.objects.filter(payment=payment, provider_id=news.provider_id).first()
    if dispute is None:
        dispute = _opened(payment, news)
    if news.state != Dispute.State.OPEN and dispute.state == Dispute.State.OPEN:
        dispute.state = Dispute.State(news.state)
        dispute.save(update_fields=["state"])
        if dispute.state == Dispute.State.WON:
            books.book_chargeback_won(dispute)
        tell(payment.order, Happening.DISPUTE_WON if dispute.state == Dispute.State.WON else Happening.DISPUTE_LOST)
        note_money(payment.order)
        judge(payment.order)
    return ""


def _opened(payment: Payment, news: News) -> Dispute:
    order, amount = payment.order, news.amount or 0
    is_sold = order.sold_at is not None and payment.state == PaymentState.SUCCEEDED
    shares, royalty = _in_proportion(order, amount) if is_sold else ([], 0)
    dispute = Dispute.objects.create(payment=payment, provider_id=news.provider_id, amount=amount, royalty=royalty)
    DisputeShare.objects.bulk_create(
        DisputeShare(dispute=dispute, parcel=parcel, amount=part) for parcel, part in shares if part
    )
    books.book_chargeback(dispute)
    recover(order)
    note_money(order)
    tell(order, Happening.DISPUTED, amount=amount)
    tell_of_dispute(order)
    return dispute


def _in_proportion(order: Order, amount: int) -> tuple[list[tuple[Parcel, int]], int]:
    """What each parcel's shop, and the designers together, bear of `amount` that went back without saying what for.

    By what each had of the order, counted over all that went back so: two halves are as one whole. Nobody bears more than
    is left of theirs; beyond all of that it is the site's.
    """
    parcels = list(order.parcels.order_by("pk"))
    weights = [*(parcel.total for parcel in parcels), order.royalty]
    left = [*(left_of_parcel(parcel) for parcel in parcels), left_of_royalty(order)]
    before = min(returned_in_proportion(order), order.total)
    after = min(before + amount, order.total)
    steps = zip(spread(after, weights), spread(before, weights), left, strict=True)
    borne = [max(0, min(to - since, most)) for to, since, most in steps]
    rest = min(amount, sum(left)) - sum(borne)
    for k, most in enumerate(left):
        more = max(-borne[k], min(rest, most - borne[k]))
        borne[k] += more
        rest -= more
    return list(zip(parcels, borne[:-1], strict=True)), borne[-1]
