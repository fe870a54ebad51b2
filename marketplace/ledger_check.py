"""Prove the books: that they balance, that each order's entries are what its payments, refunds and disputes say, and that the
provider knows the same money as we do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from .actions.hearing import take_in
from .amounts import money_of
from .models import (
    OF_A_SALE,
    Account,
    Dispute,
    LedgerEntry,
    Order,
    Payment,
    PaymentState,
    Payout,
    ProviderMessage,
    Refund,
)
from .payments import provider, takes_orders
from .payments.news import About, News

#: How far back the provider is asked, and how long a message may take before we are expected to know of it.
LOOK_BACK = timedelta(days=40)
PATIENCE = timedelta(minutes=10)


def findings() -> Iterator[str]:
    """A sentence for each thing that does not fit; none when the books are right."""
    yield from _transactions()
    yield from _orders()
    yield from _payouts()
    yield from _the_provider()
    yield from _waiting()


def reconcile() -> int:
    """Take in, as if it had told us, what the provider knows and we do not, its fees too; returns how much that was.

    A message may be lost for good, or this site killed between the money and the message.
    """
    if not takes_orders():
        return 0
    at = provider()
    known = _known(at.name)
    no_fee = set(Payment.objects.filter(provider=at.name, received__gt=0, fee=0).values_list("reference", flat=True))
    unknown = [
        news
        for news in at.report(timezone.now() - LOOK_BACK)
        if _name(news) not in known or (news.fee and news.reference in no_fee)
    ]
    for news in unknown:
        take_in(provider=at.name, news=news)
    return len(unknown)


def _transactions() -> Iterator[str]:
    """The database refuses what does not balance; whoever went round it is found here."""
    sums = LedgerEntry.objects.values_list("transaction__key", "account__currency").annotate(sum=Sum("amount"))
    for key, currency, amount in sums.exclude(sum=0).order_by("transaction__key"):
        yield f"Transaction {key} is out of balance by {amount} {currency}."


def _orders() -> Iterator[str]:
    booked: dict[int, dict[str, int]] = defaultdict(dict)
    entries = LedgerEntry.objects.filter(transaction__order__isnull=False)
    for order, kind, amount in entries.values_list("transaction__order", "account__kind").annotate(sum=Sum("amount")):
        booked[order][kind] = amount
    concerned = Order.objects.filter(transactions__isnull=False) | Order.objects.filter(payments__received__gt=0)
    for found in concerned.distinct().order_by("pk").iterator(chunk_size=500):
        yield from _order(found, booked[found.pk])


def _order(order: Order, booked: dict[str, int]) -> Iterator[str]:
    came = [payment for payment in order.payments.all() if payment.came]
    refunds, disputes = list(order.refunds.all()), list(Dispute.objects.filter(payment__order=order))
    taken = sum(dispute.amount for dispute in disputes if dispute.state != Dispute.State.WON)
    sent = sum(refund.amount for refund in refunds if refund.state == Refund.State.DONE)
    fees = sum(payment.fee for payment in came)
    expected = sum(payment.received or 0 for payment in came) - sent - taken - fees
    if booked.get(Account.Kind.PROVIDER, 0) != expected:
        yield (
            f"Order {order.number}: the provider holds {booked.get(Account.Kind.PROVIDER, 0)} for it by the books, "
            f"{expected} by its payments, refunds and disputes."
        )
    of_sale = sum(refund.amount for refund in refunds if refund.reason in OF_A_SALE)
    earned = (order.total - of_sale) if order.sold_at else 0
    kinds = (Account.Kind.SHOP, Account.Kind.DESIGNER, Account.Kind.HOUSE)
    claims = -sum(booked.get(kind, 0) for kind in kinds)
    if order.sold_at and claims != earned - taken - fees:
        yield f"Order {order.number}: {claims} are earned by it in the books, {earned - taken - fees} by its refunds."
    if order.money != money_of(order):
        yield f"Order {order.number} is called {order.money} and is {money_of(order)}."
    if sum(payment.received or 0 for payment in came) < sum(refund.amount for refund in refunds):
        yield f"Order {order.number}: more goes back than was paid."


def _payouts() -> Iterator[str]:
    under_way = Payout.objects.filter(state=Payout.State.ASKED).aggregate(sum=Sum("amount"))["sum"] or 0
    booked = LedgerEntry.objects.filter(account__kind=Account.Kind.PAYOUTS).aggregate(sum=Sum("amount"))["sum"] or 0
    if under_way != -booked:
        yield f"Payouts of {under_way} are asked for and not sent, the books say {-booked}."


def _the_provider() -> Iterator[str]:
    """Both ways: what it knows and we do not, what we know and it does not, and amounts that differ."""
    if not takes_orders():
        return
    at, since = provider(), timezone.now() - LOOK_BACK
    known, told = _known(at.name), {}
    for news in at.report(since):
        told[_name(news)] = news.amount
        if _name(news) not in known:
            yield f"The provider knows {_said(news)}, and we do not."
        elif known[_name(news)] != news.amount:
            yield f"The provider knows {_said(news)}, and we know {known[_name(news)]}."
    settled = timezone.now() - PATIENCE
    recent = Payment.objects.filter(provider=at.name, received__gt=0, settled_at__range=(since, settled))
    for reference, amount in recent.values_list("reference", "received"):
        if (About.PAYMENT, reference) not in told:
            yield f"We know a payment {reference} of {amount}, and the provider does not."
    sent = Refund.objects.filter(payment__provider=at.name, done_at__range=(since, settled), state=Refund.State.DONE)
    for name, amount in sent.values_list("provider_id", "amount"):
        if (About.REFUND, name) not in told:
            yield f"We know a refund {name} of {amount}, and the provider does not."


def _waiting() -> Iterator[str]:
    old = timezone.now() - timedelta(days=1)
    for message in ProviderMessage.objects.exclude(state=ProviderMessage.State.DONE).filter(received_at__lt=old):
        yield f"The message {message.event_id} of {message.provider} is {message.state} for more than a day."
    for payment in Payment.objects.filter(state=PaymentState.HELD).select_related("order"):
        yield f"Order {payment.order.number}: a payment of {payment.received} {payment.received_currency} waits for the operator."
    for refund in Refund.objects.filter(state=Refund.State.FAILED).select_related("order"):
        yield f"Order {refund.order.number}: a refund of {refund.amount} failed."


def _known(name: str) -> dict[tuple[About, str], int]:
    """What we know of the money this provider moved, by the name it is reported under."""
    payments = Payment.objects.filter(provider=name, received__gt=0).values_list("reference", "received")
    refunds = Refund.objects.filter(payment__provider=name).exclude(provider_id="").values_list("provider_id", "amount")
    return {
        **{(About.PAYMENT, reference): amount or 0 for reference, amount in payments},
        **{(About.REFUND, provider_id): amount for provider_id, amount in refunds},
    }


def _name(news: News) -> tuple[About, str]:
    return news.about, news.reference if news.about is About.PAYMENT else news.provider_id


def _said(news: News) -> str:
    return f"a {news.about.value} {_name(news)[1]} of {news.amount} {news.currency}"
