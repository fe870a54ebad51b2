"""How what is owed to shops and designers reaches them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField

from .ledger import Account
from .order import Order
from .payment import payment_reference


class PayoutPlace(models.Model):
    """A member's own account with a provider, to which it pays them out."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="payout_places")
    provider = models.CharField(max_length=20)
    account = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "provider"], name="payout_place_once")]


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


class PayoutPart(models.Model):
    """What of a payout was earned by one order: sent as a transfer of its own, which a refund of the order reverses."""

    payout = models.ForeignKey(Payout, on_delete=models.CASCADE, related_name="parts")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payout_parts")
    amount = models.PositiveIntegerField()
    provider_id = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payout", "order"], name="payout_part_of_order")]


class PayoutReversal(models.Model):
    """Money that a refund takes back out of a part that was paid out. `amount` in minor units."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked"
        DONE = "done"
        FAILED = "failed"

    part = models.ForeignKey(PayoutPart, on_delete=models.CASCADE, related_name="reversals")
    amount = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    provider_id = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
