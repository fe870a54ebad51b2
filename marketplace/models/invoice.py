"""What a shop's books and its buyers keep of a parcel: invoices, and credit notes for what went back.

Written once, never changed: the database refuses to update, delete or truncate them, and a number that leaves a gap (see the
migration `invoices`).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .parcel import Parcel
from .refund import Refund
from .shop import Shop


class Invoice(models.Model):
    """An invoice of a parcel, or a credit note of a refund's share in it, with everything as it was true that day.

    Amounts are minor units of `currency`; those of a credit note are what is given back, as positive numbers. `rate` is
    tenths of a per cent of the VAT of `vat_country`, `treatment` one of `vat.Treatment`. `details`:

        {"order": number,
         "seller": {"name", "shop", "country", "vat_number"},
         "buyer": {"name", "street", "postcode", "city", "area", "country"},
         "royalty": minor units of the whole order that are not the shop's,
         "lines": [{"name", "quantity", "gross", "net"}]}
    """

    class Kind(models.TextChoices):
        """Which of the two it is."""

        INVOICE = "invoice", _("Invoice")
        CREDIT = "credit", _("Credit note")

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="invoices")
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="invoices")
    refund = models.ForeignKey(Refund, null=True, on_delete=models.PROTECT, related_name="credit_notes")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="credit_notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=30, unique=True)
    issued_on = models.DateField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    currency = models.CharField(max_length=3)
    treatment = models.CharField(max_length=10)
    vat_country = models.CharField(max_length=2, blank=True)
    rate = models.PositiveSmallIntegerField()
    net = models.PositiveIntegerField()
    tax = models.PositiveIntegerField()
    gross = models.PositiveIntegerField()
    details: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        verbose_name = _("invoice")
        constraints = [
            models.UniqueConstraint(fields=["shop", "kind", "serial"], name="invoice_serial"),
            models.UniqueConstraint(
                fields=["parcel", "refund"], nulls_distinct=False, name="invoice_of_parcel_and_refund"
            ),
            models.CheckConstraint(condition=models.Q(gross=models.F("net") + models.F("tax")), name="invoice_adds_up"),
            models.CheckConstraint(
                condition=models.Q(kind="invoice", refund=None, corrects=None)
                | models.Q(kind="credit", refund__isnull=False, corrects__isnull=False),
                name="credit_note_corrects",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """What it is and its number, in the current language."""
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        """Its PDF, for those who may read it."""
        return reverse("invoice", args=[self.details["order"], self.pk])
