"""What creations cost, found when they or the stock change and shown as it stands."""

from __future__ import annotations

from django.db import models

from creations.models import Creation


class CreationPrice(models.Model):
    """The best whole plan for a creation's current revision, delivered to the site's own country.

        made, or its stock moved ──> STALE ──planned (marketplace.tasks.plan_creations)──> fresh

    `total` is minor units with shipping, fees and royalty; it is for all pieces but `missing`. Stale ones are planned anew
    by the clock, those that wait longest first; meanwhile the page shows what stood there.
    """

    creation = models.OneToOneField(Creation, on_delete=models.CASCADE, primary_key=True, related_name="whole_price")
    total = models.PositiveIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    shops = models.PositiveSmallIntegerField(default=0)
    country = models.CharField(max_length=2)
    planned_at = models.DateTimeField(auto_now=True)
    stale_since = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["stale_since"], name="price_stale", condition=models.Q(stale_since__isnull=False))
        ]


class StockMove(models.Model):
    """A part in a colour of which some shop has more, fewer or at another price than before.

    Written by triggers on the stock, once a statement; `marketplace.prices.mark_stale` reads and deletes.
    """

    part = models.CharField(max_length=64)
    colour = models.PositiveIntegerField()
