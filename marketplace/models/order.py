"""Orders, from address to delivery."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField

from .shop import Shop
from .stock import StockLot


class OrderState(models.TextChoices):
    """`PLACED` waits for payment and holds its stock until `expires_at`."""

    PLACED = "placed", _("Waiting for payment")
    PAID = "paid", _("Paid")
    PACKED = "packed", _("Packed")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


def order_number() -> str:
    """Ten letters and digits that are not mistaken for each other, as in K7RM2-XW4PD."""
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    made = "".join(secrets.choice(letters) for _ in range(10))
    return f"{made[:5]}-{made[5:]}"


class Order(models.Model):
    """Somebody's order of a revision's parts. All amounts are minor units of `currency`; `total` is their sum.

    The creation may be deleted later; `title` keeps what was ordered, and `designer` who earns the royalty.
    """

    number = models.CharField(max_length=11, unique=True, default=order_number)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="orders")
    revision = models.ForeignKey("creations.Revision", null=True, on_delete=models.SET_NULL, related_name="orders")
    designer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    title = OneLineField(max_length=120)
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.PLACED)
    currency = models.CharField(max_length=3)
    parts_price = models.PositiveIntegerField()
    shipping_price = models.PositiveIntegerField()
    royalty = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    part_count = models.PositiveIntegerField()

    name = OneLineField(_("name"), max_length=100)
    street = OneLineField(_("street and number"), max_length=200)
    postcode = OneLineField(_("postcode"), max_length=20)
    city = OneLineField(_("town"), max_length=100)
    country = models.CharField(_("country"), max_length=2)
    email = models.EmailField(_("e-mail for news of this order"))

    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("order")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total=models.F("parts_price") + models.F("shipping_price") + models.F("royalty")),
                name="order_total_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-id"], name="order_of_buyer"),
            models.Index(fields=["expires_at"], name="order_expiring", condition=models.Q(state="placed")),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The order's page, for those who may see it."""
        return reverse("order", args=[self.number])

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for its payment and holds its stock."""
        return self.state == OrderState.PLACED


class OrderLine(models.Model):
    """A lot of the order, at the price it had when ordered: `unit_price` in ten-thousandths, `price` of all in cents."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    stock = models.ForeignKey(StockLot, null=True, on_delete=models.SET_NULL, related_name="order_lines")
    part = models.CharField(max_length=64)
    colour = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    unit_price = models.PositiveIntegerField()
    price = models.PositiveIntegerField()


class Parcel(models.Model):
    """One shop's part of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="parcels")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="parcels")
    tracking = OneLineField(_("tracking number"), max_length=60, blank=True)
    packed_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "shop"], name="parcel_of_shop")]
        indexes = [models.Index(fields=["shop", "-id"], name="parcel_list")]


class TimelineEntry(models.Model):
    """What happened to an order, for its page."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="timeline")
    state = models.CharField(max_length=10, choices=OrderState.choices)
    note = OneLineField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
