"""Orders: what was bought, for whom, where its money is, and what happened to it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField

from .address import PostalAddress


class Fulfilment(models.TextChoices):
    """Where a parcel is. `RESERVED`: its stock is held while the order waits for its money."""

    RESERVED = "reserved", _("Reserved")
    TO_PACK = "to_pack", _("To pack")
    PACKED = "packed", _("Packed")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


class Money(models.TextChoices):
    """Where an order's money is."""

    OPEN = "open", _("Not paid")
    PAID = "paid", _("Paid")
    PARTLY_REFUNDED = "partly_refunded", _("Partly refunded")
    REFUNDED = "refunded", _("Refunded")
    DISPUTED = "disputed", _("Disputed")


class Ended(models.TextChoices):
    """Why an order that nobody paid no longer waits."""

    CANCELLED = "cancelled"
    EXPIRED = "expired"


class OrderState(models.TextChoices):
    """How an order reads at a glance. Drawn from where its parcels and its money are, never stored."""

    PLACED = "placed", _("Waiting for payment")
    PAID = "paid", _("Paid")
    PACKED = "packed", _("Packed")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class Happening(models.TextChoices):
    """What an order's timeline tells."""

    PLACED = "placed", _("Waiting for payment")
    PAID = "paid", _("Paid")
    PACKED = "packed", _("Packed")
    LATER = "later", _("Some of it is sent later, in a parcel of its own")
    PART_SHIPPED = "part_shipped", _("A part of it is shipped")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    HELD = "held", _("The payment is not what was asked for: somebody looks at it")
    RETURNED = "returned", _("The payment goes back")
    REFUNDED = "refunded", _("Refund")
    DISPUTED = "disputed", _("The bank was asked to take the payment back")
    DISPUTE_WON = "dispute_won", _("The payment stays")
    DISPUTE_LOST = "dispute_lost", _("The bank took the payment back")
    ADDRESS = "address", _("The address was changed")
    RETURN_ASKED = "return_asked", _("A return was asked for")
    RETURN_ACCEPTED = "return_accepted", _("The return was accepted")
    RETURN_REFUSED = "return_refused", _("The return was refused")
    RETURN_RECEIVED = "return_received", _("What was sent back has arrived")


#: How an order reads that is sold, by its hindmost parcel.
_AT_A_GLANCE = {
    Fulfilment.TO_PACK: OrderState.PAID,
    Fulfilment.PACKED: OrderState.PACKED,
    Fulfilment.SHIPPED: OrderState.SHIPPED,
    Fulfilment.DELIVERED: OrderState.DELIVERED,
    Fulfilment.CANCELLED: OrderState.CANCELLED,
}


def order_number() -> str:
    """Ten letters and digits that are not mistaken for each other, as in K7RM2-XW4PD."""
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    made = "".join(secrets.choice(letters) for _ in range(10))
    return f"{made[:5]}-{made[5:]}"


class Order(PostalAddress):
    """Somebody's order of a revision's parts, in parcels. All amounts are minor units of `currency`; `total` is their sum.

    `sold_at` is when its money was there and its stock was taken, `ended` why it waits no longer without that. The
    creation may be deleted later; `title` keeps what was ordered, and `designer` whose it was. `language` is that in which
    it was ordered, and its invoices are written. A guest's order has no buyer and is known by the link in its mails
    (`marketplace.guests`).
    """

    number = models.CharField(max_length=11, unique=True, default=order_number)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="orders")
    is_guest = models.BooleanField(default=False, db_default=False)
    revision = models.ForeignKey("creations.Revision", null=True, on_delete=models.SET_NULL, related_name="orders")
    designer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    title = OneLineField(max_length=120)
    money = models.CharField(max_length=15, choices=Money.choices, default=Money.OPEN)
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    currency = models.CharField(max_length=3)
    parts_price = models.PositiveIntegerField()
    shipping_price = models.PositiveIntegerField()
    fees_price = models.PositiveIntegerField(default=0)
    royalty = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    part_count = models.PositiveIntegerField()

    email = models.EmailField(_("e-mail for news of this order"))
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")

    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    sold_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("order")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    total=models.F("parts_price")
                    + models.F("shipping_price")
                    + models.F("fees_price")
                    + models.F("royalty")
                ),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(condition=models.Q(sold_at=None) | models.Q(ended=""), name="order_sold_or_ended"),
            models.CheckConstraint(
                condition=models.Q(is_guest=False) | models.Q(buyer=None), name="order_of_guest_or_buyer"
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-id"], name="order_of_buyer"),
            models.Index(Upper("email"), name="order_of_guest", condition=models.Q(is_guest=True)),
            models.Index(fields=["expires_at"], name="order_expiring", condition=models.Q(sold_at=None, ended="")),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The order's page, for those who may see it."""
        return reverse("order", args=[self.number])

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for its payment and holds its stock."""
        return self.sold_at is None and not self.ended

    @property
    def can_be_extended(self) -> bool:
        """Whether its buyer may have its stock held once more: it waits, in time, and that was not asked for before."""
        return self.is_waiting and self.extended_at is None and self.expires_at > timezone.now()

    @property
    def is_unpacked(self) -> bool:
        """Whether nothing of it is packed yet, so that its buyer may change or cancel it. Asks for the parcels."""
        states = {parcel.state for parcel in self.parcels.all()} - {Fulfilment.CANCELLED}
        return not self.ended and bool(states) and states <= {Fulfilment.RESERVED, Fulfilment.TO_PACK}

    @property
    def state(self) -> OrderState:
        """How it reads at a glance: by its hindmost parcel. Asks for the parcels unless they were fetched along."""
        if self.sold_at is None:
            return OrderState(self.ended) if self.ended else OrderState.PLACED
        states = {parcel.state for parcel in self.parcels.all()}
        hindmost = next(state for state in Fulfilment if state in states and state != Fulfilment.RESERVED)
        return _AT_A_GLANCE[hindmost]

    def get_state_display(self) -> str:
        """`state` in words."""
        return str(self.state.label)

    @property
    def shows_money(self) -> bool:
        """Whether where its money is says more than its state does."""
        return self.money not in (Money.OPEN, Money.PAID)


class OrderCreation(models.Model):
    """A creation whose parts an order is for, so many times; beside it there may be single lots."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="creations")
    revision = models.ForeignKey("creations.Revision", on_delete=models.CASCADE, related_name="+")
    times = models.PositiveIntegerField(default=1)


class TimelineEntry(models.Model):
    """What happened to an order, or to one parcel of it, for its page."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="timeline")
    parcel = models.ForeignKey("marketplace.Parcel", null=True, on_delete=models.CASCADE, related_name="timeline")
    state = models.CharField(max_length=15, choices=Happening.choices)
    note = OneLineField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
