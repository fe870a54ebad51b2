"""The books: every movement of money is a transaction whose entries add up to nothing (double entry).

Written once, never changed: the database refuses to update, delete or truncate both tables, and to add entries to a
transaction of another moment (see the migration `append_only_ledger`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from .order import Order
from .shop import Shop


class Account(models.Model):
    """Where money is, or whose claim it is.

    A debit is a positive amount, a credit a negative one, in minor units of `currency`. An account outlives its owner:
    closed, known by its number (`pk`) alone.
    """

    class Kind(models.TextChoices):
        """Whose money it is, or who holds it: see docs/money.md."""

        PROVIDER = "provider"
        HELD = "held"
        SHOP = "shop"
        DESIGNER = "designer"
        PAYOUTS = "payouts"
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

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Booking(models.TextChoices):
    """What a transaction is about: every movement of money has one of these names."""

    PAYMENT = "payment", _("payment")
    SALE = "sale", _("sale")
    ROYALTY = "royalty", _("royalty")
    FEE = "fee", _("provider fee")
    REFUND = "refund", _("refund")
    ROYALTY_REVERSED = "royalty-reversed", _("royalty reversed")
    REFUND_SENT = "refund-sent", _("refund sent")
    REFUND_RETURNED = "refund-returned", _("refund returned")
    CHARGEBACK = "chargeback", _("chargeback")
    CHARGEBACK_WON = "chargeback-won", _("chargeback won")
    PAYOUT_ASKED = "payout-asked", _("payout asked for")
    PAYOUT_SENT = "payout-sent", _("payout sent")
    PAYOUT_RETURNED = "payout-returned", _("payout returned")


class LedgerTransaction(models.Model):
    """One movement in the books. `key`, such as `sale:12`, makes it unique, so that nothing is booked twice.

    `written_in` is the database transaction that wrote it, which alone may add its entries.
    """

    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="transactions")
    purpose = models.CharField(max_length=20, choices=Booking.choices)
    key = models.CharField(max_length=60, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    written_in = models.TextField(
        editable=False,
        db_default=Func(Func(function="pg_current_xact_id"), function="text", output_field=models.TextField()),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(purpose__in=Booking.values), name="booking_has_a_name"),
        ]
        indexes = [models.Index(fields=["order", "purpose"], name="booking_of_order")]

    def __str__(self) -> str:
        return self.key


class LedgerEntry(models.Model):
    """A trigger at the end of each database transaction refuses entries that do not balance (see the migration)."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="entry_moves_something")]
