"""Payments as a provider knows them."""

from __future__ import annotations

import secrets

from django.db import models

from .order import Order


class PaymentState(models.TextChoices):
    """Open until the buyer acts, pending while the provider waits for the money, and how it ended."""

    OPEN = "open"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


def payment_reference() -> str:
    """Eighteen random bytes as text, which nobody guesses: by it the provider and we mean the same payment."""
    return secrets.token_urlsafe(18)


class Payment(models.Model):
    """One attempt to pay an order. `reference` is what the provider and we call it; amounts are minor units."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="payments")
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=64, unique=True, default=payment_reference)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=PaymentState.choices, default=PaymentState.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=models.Q(state="succeeded"), name="order_paid_once"),
        ]
