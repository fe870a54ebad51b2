"""What shops have for sale."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField

from .shop import Shop

#: A sale takes off at most so many percent.
MOST_OFF = 90


class Condition(models.TextChoices):
    """As the other sites of the trade write it."""

    NEW = "N", _("New")
    USED = "U", _("Used")


def _tier_constraints() -> list[models.CheckConstraint]:
    """Tiers are whole, in order and worth it: each begins at more pieces than the one before, and costs less."""
    made = []
    below, dearer = "bulk", "unit_price"
    for k in (1, 2, 3):
        start, price = f"tier{k}_from", f"tier{k}_price"
        both = Q(**{f"{start}__gt": F(below), f"{price}__lt": F(dearer)}) & Q(
            **{f"{below}__isnull": False, f"{start}__isnull": False, f"{price}__isnull": False}
        )
        neither = Q(**{f"{start}__isnull": True, f"{price}__isnull": True})
        made.append(models.CheckConstraint(condition=both | neither, name=f"stock_tier_{k}"))
        below, dearer = start, price
    return made


class StockLot(models.Model):
    """A part in a colour and a condition that a shop has. `reserved` of `quantity` are promised to orders.

    Prices are ten-thousandths of the site's currency unit for one piece: `unit_price`, or that of the last tier whose
    `from` is reached, for all pieces; `sale_percent` is taken off either. It is sold in multiples of `bulk`. A lot in
    the `stockroom` is not for sale now, one with `retain` stays listed when it is sold out. `location` is the drawer,
    `remarks` are the seller's own, `description` is shown to buyers. `grams` of one piece are null where the part's
    volume has to tell. `external_id` is the lot's number in the seller's own program.

    A shop may have several lots of a part and colour. The check constraint is what makes overselling impossible,
    whatever the code above it does.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="lots")
    part = models.CharField(max_length=64)
    colour = models.PositiveIntegerField()
    condition = models.CharField(
        _("condition"), max_length=1, choices=Condition.choices, default=Condition.NEW, db_default=Condition.NEW
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    reserved = models.PositiveIntegerField(default=0, db_default=0)
    unit_price = models.PositiveIntegerField(_("price"))
    bulk = models.PositiveIntegerField(_("sold in multiples of"), default=1, db_default=1)
    tier1_from = models.PositiveIntegerField(null=True, blank=True)
    tier1_price = models.PositiveIntegerField(null=True, blank=True)
    tier2_from = models.PositiveIntegerField(null=True, blank=True)
    tier2_price = models.PositiveIntegerField(null=True, blank=True)
    tier3_from = models.PositiveIntegerField(null=True, blank=True)
    tier3_price = models.PositiveIntegerField(null=True, blank=True)
    sale_percent = models.PositiveSmallIntegerField(_("sale, in percent"), default=0, db_default=0)
    location = OneLineField(_("location"), max_length=60, blank=True, default="", db_default="")
    remarks = OneLineField(_("remarks"), max_length=255, blank=True, default="", db_default="")
    description = OneLineField(_("description"), max_length=255, blank=True, default="", db_default="")
    stockroom = models.BooleanField(_("in the stockroom"), default=False, db_default=False)
    retain = models.BooleanField(_("stays when sold out"), default=False, db_default=False)
    grams = models.DecimalField(_("grams"), max_digits=8, decimal_places=2, null=True, blank=True)
    external_id = OneLineField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("stock lot")
        constraints = [
            models.CheckConstraint(condition=Q(reserved__lte=F("quantity")), name="stock_not_oversold"),
            models.CheckConstraint(condition=Q(bulk__gte=1), name="stock_bulk"),
            models.CheckConstraint(condition=Q(sale_percent__lte=MOST_OFF), name="stock_sale"),
            models.CheckConstraint(condition=Q(condition__in=Condition.values), name="stock_condition"),
            models.CheckConstraint(condition=Q(grams=None) | Q(grams__gt=0), name="stock_grams"),
            *_tier_constraints(),
            models.UniqueConstraint(
                fields=["shop", "external_id"], condition=~Q(external_id=""), name="stock_external_id"
            ),
        ]
        indexes = [
            models.Index(fields=["part", "colour"], name="stock_of_part"),
            models.Index(fields=["shop", "part", "colour"], name="stock_of_shop"),
            # The seller's table, newest first, and each of its filters (`marketplace.stock_search`).
            models.Index(fields=["shop", "-id"], name="stock_newest"),
            models.Index(fields=["shop", "colour", "-id"], name="stock_colour"),
            models.Index("shop", F("quantity") - F("reserved"), "id", name="stock_left"),
            models.Index(fields=["shop", "location", "-id"], name="stock_location", condition=~Q(location="")),
            models.Index(fields=["shop", "-id"], name="stock_promised", condition=Q(reserved__gt=0)),
            models.Index(fields=["shop", "-id"], name="stock_reduced", condition=Q(sale_percent__gt=0)),
            models.Index(fields=["shop", "-id"], name="stock_used", condition=Q(condition="U")),
            models.Index(fields=["shop", "-id"], name="stock_room", condition=Q(stockroom=True)),
        ]

    def __str__(self) -> str:
        return f"{self.part} in {self.colour}"

    @property
    def available(self) -> int:
        """How many are for sale."""
        return self.quantity - self.reserved

    @property
    def tiers(self) -> list[tuple[int, int]]:
        """From how many pieces on, and what one costs then, in ten-thousandths, before the sale."""
        pairs = (
            (self.tier1_from, self.tier1_price),
            (self.tier2_from, self.tier2_price),
            (self.tier3_from, self.tier3_price),
        )
        return [(start, price) for start, price in pairs if start is not None and price is not None]

    def price_of_one(self, quantity: int = 1) -> int:
        """What a piece costs when so many are bought, in ten-thousandths: tier and sale counted."""
        price = self.unit_price
        for start, lower in self.tiers:
            if quantity >= start:
                price = lower
        return on_sale(price, self.sale_percent)


def on_sale(price: int, percent: int) -> int:
    """A price with `percent` taken off, in whole ten-thousandths, rounded half up."""
    return (price * (100 - percent) + 50) // 100
