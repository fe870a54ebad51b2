"""Parcels: one shop's part of an order, from the shelf to the buyer."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db import models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, FSMModelMixin, transition

from users.one_line import OneLineField

from .order import Fulfilment, Order
from .shop import Shop
from .stock import Condition, StockLot


class Parcel(ConcurrentTransitionMixin, FSMModelMixin, models.Model):
    """One shop's part of an order; amounts are minor units of the order's currency, `total` their sum.

    `state` moves by the transitions below alone; whoever moves it holds the order's lock. What its shop cannot send yet goes
    in a parcel of its own, `split_from` the first: that has the shipping and the invoice of both.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="parcels")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="parcels")
    state = FSMField(max_length=10, choices=Fulfilment.choices, default=Fulfilment.RESERVED, protected=True)
    parts_price = models.PositiveIntegerField(default=0)
    shipping_price = models.PositiveIntegerField(default=0)
    fees_price = models.PositiveIntegerField(default=0)
    tracking = OneLineField(_("tracking number"), max_length=60, blank=True)
    split_from = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="rest")
    packed_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "shop"], condition=models.Q(split_from=None), name="parcel_of_shop"
            )
        ]
        indexes = [models.Index(fields=["shop", "-id"], name="parcel_list")]

    @property
    def total(self) -> int:
        """What its shop earns by it, in minor units."""
        return self.parts_price + self.shipping_price + self.fees_price

    @property
    def tracking_link(self) -> str:
        """Where the carrier says where it is; empty where the shop named no page for that."""
        page = self.shop.tracking_page
        return page.replace("{number}", quote(self.tracking, safe="")) if page and self.tracking else ""

    @property
    def first_id(self) -> int:
        """The number of its shop's first parcel of the order, which the shop's invoice is of."""
        return self.split_from_id or self.pk

    @property
    def part_count(self) -> int:
        """How many parts were bought in it."""
        return sum(line.quantity for line in self.lines.all())

    @transition(field=state, source=[Fulfilment.RESERVED, Fulfilment.CANCELLED], target=Fulfilment.TO_PACK)
    def sell(self) -> None:
        """Its money is there, its stock is taken."""

    @transition(field=state, source=Fulfilment.TO_PACK, target=Fulfilment.PACKED)
    def pack(self) -> None:
        """Everything is in it."""
        self.packed_at = timezone.now()

    @transition(field=state, source=Fulfilment.PACKED, target=Fulfilment.SHIPPED)
    def ship(self, tracking: str) -> None:
        """It is on its way."""
        self.shipped_at = timezone.now()
        self.tracking = tracking

    @transition(field=state, source=Fulfilment.SHIPPED, target=Fulfilment.DELIVERED)
    def deliver(self) -> None:
        """The buyer has it."""
        self.delivered_at = timezone.now()

    @transition(
        field=state,
        source=[Fulfilment.RESERVED, Fulfilment.TO_PACK, Fulfilment.PACKED],
        target=Fulfilment.CANCELLED,
    )
    def cancel(self) -> None:
        """It is not sent."""


class OrderLines(models.QuerySet["OrderLine"]):
    """Lines of parcels."""

    def with_back(self) -> OrderLines:
        """Each with the pieces of it that were paid back as `back`; None where nothing was."""
        return self.annotate(back=Sum("refunded__quantity"))


class OrderLine(models.Model):
    """A lot in a parcel as it was sold: `unit_price` in ten-thousandths, `price` of all of it in cents.

    `picked` is the tick of whoever packs it. `instead_of` says for which lots it stands in, as `[[part, colour, quantity]]`.
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="lines")
    stock = models.ForeignKey(StockLot, null=True, on_delete=models.SET_NULL, related_name="order_lines")
    part = models.CharField(max_length=64)
    colour = models.PositiveIntegerField()
    condition = models.CharField(max_length=1, choices=Condition.choices, default=Condition.NEW)
    quantity = models.PositiveIntegerField()
    unit_price = models.PositiveIntegerField()
    price = models.PositiveIntegerField()
    location = OneLineField(max_length=60, blank=True, default="")
    picked = models.BooleanField(default=False, db_default=False)
    instead_of = models.JSONField(default=list, db_default=[])

    objects = OrderLines.as_manager()

    @property
    def paid_back(self) -> int:
        """The pieces that were paid back, of a line found `with_back`."""
        return getattr(self, "back", None) or 0

    @property
    def left(self) -> int:
        """The pieces that were not paid back, of a line found `with_back`."""
        return self.quantity - self.paid_back

    def instead_of_first(self, pieces: int) -> tuple[list[list[Any]], list[list[Any]]]:
        """What its first so many pieces stand in for, and what the others do; those that replace nothing come first."""
        place = self.quantity - sum(number for _part, _colour, number in self.instead_of)
        first, others = [], []
        for part, colour, number in self.instead_of:
            here = min(number, max(0, pieces - place))
            first += [[part, colour, here]] if here else []
            others += [[part, colour, number - here]] if here < number else []
            place += number
        return first, others
