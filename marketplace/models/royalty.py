"""Who earns what of an order's royalty."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from users.one_line import OneLineField

from .order import Order


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
