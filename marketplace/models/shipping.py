"""How shops send parcels, and what that costs: zones by bands of weight."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField

from .shop import Shop


class Zone(models.TextChoices):
    """Where a parcel goes, as its shop sees it (`marketplace.countries.zone_of`). Each country is in one of them."""

    HOME = "home", _("Own country")
    UNION = "union", _("Rest of the European Union")
    WORLD = "world", _("Rest of the world")


class ShippingMethod(models.Model):
    """One way of sending, such as a letter without a number. Its bands say where to and up to which weight.

    `free_from` is what the parcel's parts must cost to be sent for nothing, in minor units; null for never.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="shipping_methods")
    name = OneLineField(_("name"), max_length=60)
    tracked = models.BooleanField(_("with a tracking number"), default=True)
    free_from = models.PositiveIntegerField(_("free from"), null=True, blank=True)

    class Meta:
        verbose_name = _("shipping method")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ShippingBand(models.Model):
    """What a parcel up to `max_grams` costs to a zone, in minor units. Heavier than the last band cannot be sent."""

    method = models.ForeignKey(ShippingMethod, on_delete=models.CASCADE, related_name="bands")
    zone = models.CharField(max_length=5, choices=Zone.choices)
    max_grams = models.PositiveIntegerField()
    price = models.PositiveIntegerField()

    class Meta:
        ordering = ["zone", "max_grams"]
        constraints = [
            models.UniqueConstraint(fields=["method", "zone", "max_grams"], name="shipping_band"),
            models.CheckConstraint(condition=models.Q(max_grams__gte=1), name="shipping_band_weighs"),
            models.CheckConstraint(condition=models.Q(zone__in=Zone.values), name="shipping_band_zone"),
        ]
