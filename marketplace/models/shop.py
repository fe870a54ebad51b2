"""Who sells parts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from users.editions import Edited
from users.one_line import OneLineField


class Shop(Edited):
    """A member's shop. The house shop belongs to the site itself. Amounts are minor units of the site's currency.

        opened ──> WAITING (where the operator approves shops) ──approved──> SELLING <──> away until a date
                                                                                │
                                                                                └─ its owner left ─> CLOSED

    A shop whose owner left is closed: it sells nothing more and stays for the books. A parcel has at least `minimum` of
    parts; each of its lots beyond `lot_fee_free` costs `lot_fee` more. A private seller has no VAT number and issues no
    VAT invoice. How it sends parcels is in its shipping methods.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="shops")
    name = OneLineField(_("name"), max_length=60)
    slug = models.SlugField(unique=True)
    is_house = models.BooleanField(default=False)
    country = models.CharField(_("country"), max_length=2, default="FR")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    about = models.TextField(_("about the shop"), max_length=2000, blank=True)
    terms = models.TextField(_("terms of sale"), max_length=8000, blank=True)
    minimum = models.PositiveIntegerField(_("least order"), default=0)
    lot_fee_free = models.PositiveIntegerField(_("lots without a fee"), default=0)
    lot_fee = models.PositiveIntegerField(_("fee for each lot beyond"), default=0)
    handling_days = models.PositiveSmallIntegerField(_("working days until a parcel leaves"), default=2)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    tracking_page = models.URLField(_("page that follows parcels"), max_length=200, blank=True)
    is_business = models.BooleanField(_("business"), default=False)
    legal_name = OneLineField(_("legal name and address"), max_length=300, blank=True)
    vat_number = OneLineField(_("VAT number"), max_length=20, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("shop")
        constraints = [
            models.UniqueConstraint(fields=["is_house"], condition=models.Q(is_house=True), name="one_house_shop"),
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(is_house=False, closed_at=None), name="one_shop_a_member"
            ),
            models.CheckConstraint(
                condition=models.Q(is_business=True) | models.Q(vat_number=""), name="private_shop_without_vat"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """What buyers see of it."""
        return reverse("shop_page", args=[self.slug])

    @property
    def is_waiting(self) -> bool:
        """Whether the operator has still to approve it."""
        return self.approved_at is None and self.closed_at is None

    @property
    def is_away(self) -> bool:
        """Whether it sells nothing until the date it says."""
        return self.away_until is not None and self.away_until > timezone.localdate()


class TrustedShop(models.Model):
    """A shop that a member bought well from, marked on its page; every basket of the member's knows it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trusted_shops")
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "shop"], name="trusted_shop")]


def selling(today: object = None) -> models.Q:
    """The condition that a shop sells now: approved, not closed, not away."""
    day = today or timezone.localdate()
    back = models.Q(away_until=None) | models.Q(away_until__lte=day)
    return models.Q(closed_at=None, approved_at__isnull=False) & back
