"""The books: every movement of money is a transaction whose entries add up to nothing (double entry)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .order import Order
from .shop import Shop


class Account(models.Model):
    """Where money is: with the payment provider, a shop's claim, a designer's claim.

    A debit is a positive amount, a credit a negative one, in minor units of `currency`. An account outlives its owner:
    closed, known by its number (`pk`) alone.
    """

    class Kind(models.TextChoices):
        """Whose money it is, or who holds it."""

        PROVIDER = "provider"
        SHOP = "shop"
        DESIGNER = "designer"
        HOUSE = "house"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    shop = models.ForeignKey(Shop, null=True, on_delete=models.PROTECT, related_name="accounts")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="accounts")
    currency = models.CharField(max_length=3)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "shop", "member", "currency"],
                nulls_distinct=False,
                condition=models.Q(closed_at=None),
                name="account_once",
            )
        ]


class LedgerTransaction(models.Model):
    """One business event in the books; `purpose` and `order` make it unique, so that nothing is booked twice."""

    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="transactions")
    purpose = models.CharField(max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "purpose"], name="booked_once")]


class LedgerEntry(models.Model):
    """A trigger at the end of each database transaction refuses entries that do not balance (see the migration)."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="entry_moves_something")]
