"""What members earned: their accounts, what is owed on each, and every movement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from .models import Account, LedgerEntry, Payout
from .models.ledger import Booking
from .money import in_words


@dataclass(frozen=True, slots=True)
class Statement:
    """One account of a member's; amounts are minor units of its currency. `under_way` is asked for and has not arrived."""

    account: Account
    owed: int
    under_way: int

    @property
    def name(self) -> str:
        """The shop's name; empty for a designer's royalties."""
        return self.account.shop.name if self.account.shop is not None else ""


def accounts_of(member: int) -> QuerySet[Account]:
    """A member's own account as a designer, and those of their shops."""
    mine = Q(member=member) | Q(shop__owner=member)
    return Account.objects.filter(mine, closed_at=None).select_related("shop").order_by("pk")


def statements(member: int) -> list[Statement]:
    """What is owed to a member on each account; three queries."""
    accounts = list(accounts_of(member))
    entries = LedgerEntry.objects.filter(account__in=accounts).values_list("account").annotate(sum=Sum("amount"))
    payouts = Payout.objects.filter(account__in=accounts, state__in=[Payout.State.ASKED, Payout.State.SENT])
    owed, under_way = dict(entries), dict(payouts.values_list("account").annotate(sum=Sum("amount")))
    return [Statement(one, -owed.get(one.pk, 0), under_way.get(one.pk, 0)) for one in accounts]


def movements(member: int) -> QuerySet[LedgerEntry]:
    """All entries of a member's accounts."""
    return LedgerEntry.objects.filter(account__in=accounts_of(member)).select_related(
        "transaction__order", "account__shop"
    )


def as_rows(entries: QuerySet[LedgerEntry]) -> Iterator[tuple[object, ...]]:
    """The movements as a table, the oldest first: an account gains what is positive here."""
    yield ("date", "account", "booking", "order", "creation", "amount", "currency")
    for entry in entries.order_by("pk").iterator(chunk_size=2000):
        order = entry.transaction.order
        yield (
            entry.transaction.created_at.date().isoformat(),
            str(entry.account.shop or "royalties"),
            entry.transaction.purpose,
            order.number if order and entry.account.shop else "",
            order.title if order else "",
            f"{-entry.amount / 100:.2f}",
            entry.account.currency,
        )


def told(entry: LedgerEntry) -> tuple[str, str]:
    """A movement's name and amount, as its account's owner reads them."""
    return str(Booking(entry.transaction.purpose).label), in_words(-entry.amount, entry.account.currency)
