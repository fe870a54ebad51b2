"""What members wait for: parts that no shop has, or not enough of."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class WantedLot(models.Model):
    """A member asks the shops for so many pieces of a lot.

        asked ──> OPEN, shops see it ──a shop has more than `had`──> TOLD, shops see it no more
                    │                                                  │
                    └──────────── ordered, taken back, or `ends_at` ───┴──> gone

    `used`: used parts will do. `country` is where it would be sent, for shops to know; who asks they do not see. `had` is
    how many pieces the shops had when it was asked, or the fewest since.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wanted_lots")
    part = models.CharField(max_length=64)
    colour = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    used = models.BooleanField(default=True)
    country = models.CharField(max_length=2)
    had = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now=True)
    ends_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["part", "colour"]
        constraints = [
            models.UniqueConstraint(fields=["member", "part", "colour"], name="wanted_lot"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="wanted_some_pieces"),
        ]
        indexes = [
            models.Index(fields=["part", "colour"], name="wanted_open", condition=models.Q(told_at=None)),
            models.Index(fields=["ends_at"], name="wanted_ending"),
        ]
