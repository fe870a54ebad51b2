"""Who earns what of an order's royalty, and how it is paid out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField

from .ledger import Account
from .order import Order
from .payment import payment_reference


class RoyaltyShare(models.Model):
    """A designer's part of an order's royalty, frozen when it was placed. `place` 0 is the creation, 1 its upstream, …

    `amount` in minor units; `title` is what the designer's creation was called.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="royalties")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="royalties")
    place = models.PositiveSmallIntegerField()
    title = OneLineField(max_length=120)
    amount = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "place"], name="royalty_place")]
        ordering = ["place"]


class Payout(models.Model):
    """Money on its way from an account of the books to its owner. `amount` in minor units of the account's currency."""

    class State(models.TextChoices):
        """In the order in which they outweigh each other."""

        ASKED = "asked", _("asked for")
        SENT = "sent", _("sent")
        ARRIVED = "arrived", _("arrived")
        RETURNED = "returned", _("came back")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="payouts")
    amount = models.PositiveIntegerField()
    reference = models.CharField(max_length=64, unique=True, default=payment_reference)
    provider = models.CharField(max_length=20)
    provider_id = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    reason = OneLineField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="payout_moves_something")]
        indexes = [models.Index(fields=["account", "-id"], name="payout_of_account")]
