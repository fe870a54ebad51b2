"""Who sells parts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField


class Shop(models.Model):
    """A member's shop. The house shop belongs to the site itself. Amounts are minor units of the site's currency.

    A shop whose owner left is closed: it sells nothing more and stays for the books.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="shops")
    name = OneLineField(_("name"), max_length=60)
    slug = models.SlugField(unique=True)
    is_house = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    shipping_base = models.PositiveIntegerField(default=490)
    shipping_per_100_parts = models.PositiveIntegerField(default=60)

    class Meta:
        verbose_name = _("shop")
        constraints = [
            models.UniqueConstraint(fields=["is_house"], condition=models.Q(is_house=True), name="one_house_shop")
        ]

    def __str__(self) -> str:
        return self.name

    def shipping_for(self, parts: int) -> int:
        """Shipping, in minor units, of a parcel of so many parts."""
        return self.shipping_base + self.shipping_per_100_parts * (parts // 100)
