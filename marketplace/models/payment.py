"""Payments as a provider knows them, and what it told us."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import Order


class PaymentState(models.TextChoices):
    """In the order in which they outweigh each other: a payment only climbs, whichever message comes first.

    `HELD`: money came that is not what was asked for, the operator decides. `RETURNED`: the operator sent it back.
    """

    OPEN = "open", _("not begun")
    PENDING = "pending", _("the bank is working on it")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("broken off")
    HELD = "held", _("to be looked at")
    SUCCEEDED = "succeeded", _("paid")
    RETURNED = "returned", _("sent back")

    @property
    def rank(self) -> int:
        """The higher one of two holds."""
        return list(PaymentState).index(self)


def payment_reference() -> str:
    """Eighteen random bytes as text, which nobody guesses: by it the provider and we mean the same payment."""
    return secrets.token_urlsafe(18)


class Payment(models.Model):
    """One attempt to pay an order. `reference` is what the provider and we call it, `provider_id` what it alone does.

    `amount` was asked for, `received` came, of `received_currency`; `fee` is what the provider kept. All minor units.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=64, unique=True, default=payment_reference)
    provider_id = models.CharField(max_length=80, blank=True)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    received = models.PositiveIntegerField(null=True)
    received_currency = models.CharField(max_length=3, blank=True)
    fee = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=PaymentState.choices, default=PaymentState.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    pending_since = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["held", "succeeded", "returned"]) | models.Q(received__gt=0),
                name="payment_that_came_has_an_amount",
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_id"], condition=~models.Q(provider_id=""), name="payment_of_provider"
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="payment_to_look_at", condition=models.Q(state__in=["pending", "held"]))
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def came(self) -> bool:
        """Whether its money came, wherever it is now."""
        return self.received is not None


class ProviderMessage(models.Model):
    """What a provider told us, as it came and once: `event_id` is the provider's own number of it.

    `DONE` when it is reflected in our rows, `WAITING` while it speaks of money that we have not heard of yet, `FAILED`
    when it cannot be understood.
    """

    class State(models.TextChoices):
        """How far it is."""

        NEW = "new"
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=120)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    about = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    processed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="message_once")]
        indexes = [
            models.Index(fields=["provider", "about"], name="message_waiting", condition=models.Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


class SandboxMovement(models.Model):
    """The sandbox provider's own memory of the money it moved, as a real one has: what its report is made of."""

    about = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "name"], name="sandbox_moves_once")]
