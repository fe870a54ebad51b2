"""Money that goes back: refunds, and disputes by which a buyer's bank takes it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField

from .order import Order
from .parcel import OrderLine, Parcel
from .payment import Payment


class RefundReason(models.TextChoices):
    """Why money goes back. The first three are of a sale; the others never became one."""

    PARCEL = "parcel", _("from the seller")
    WHOLE = "whole", _("the whole order")
    PROVIDER = "provider", _("at the payment provider")
    LATE = "late", _("the payment came too late")
    SURPLUS = "surplus", _("more was paid than was asked for")
    HELD = "held", _("the payment was not what was asked for")

    @property
    def is_of_a_sale(self) -> bool:
        """Whether shops and designers give it back; the others are money that nobody had earned."""
        return self in (RefundReason.PARCEL, RefundReason.WHOLE, RefundReason.PROVIDER)


OF_A_SALE = [reason.value for reason in RefundReason if reason.is_of_a_sale]


class Refund(models.Model):
    """Money going back to a buyer, by the payment that brought it. Counts as gone from the moment it is asked for.

    `amount` = what the shares' parcels give back + `royalty`, for one of a sale. Minor units. `attempt` counts how often the
    provider was asked anew, `problem` is why it would not, for the operator.
    """

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("on its way")
        DONE = "done", _("sent back")
        FAILED = "failed", _("failed")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    reason = models.CharField(max_length=10, choices=RefundReason.choices)
    amount = models.PositiveIntegerField()
    royalty = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = OneLineField(_("note for the buyer"), max_length=200, blank=True)
    provider_id = models.CharField(max_length=80, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    problem = OneLineField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_moves_something"),
            models.CheckConstraint(condition=models.Q(royalty__lte=models.F("amount")), name="refund_royalty_is_part"),
            models.UniqueConstraint(
                fields=["payment", "provider_id"], condition=~models.Q(provider_id=""), name="refund_of_provider"
            ),
        ]


class RefundShare(models.Model):
    """What one parcel's shop gives back of a refund."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="shares")
    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="refund_shares")
    parts = models.PositiveIntegerField(default=0)
    shipping = models.PositiveIntegerField(default=0)
    goodwill = models.PositiveIntegerField(default=0)

    @property
    def amount(self) -> int:
        """Minor units, for all of it."""
        return self.parts + self.shipping + self.goodwill


class RefundLine(models.Model):
    """How many pieces of a line were refunded; `restocked` if they went back on the shelf."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="refunded")
    quantity = models.PositiveIntegerField()
    restocked = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(quantity__gt=0), name="refund_line_has_pieces")]


class Dispute(models.Model):
    """A buyer's bank takes a payment back, and perhaps gives it to us again. `amount` in minor units."""

    class State(models.TextChoices):
        """In the order in which they outweigh each other."""

        OPEN = "open", _("open")
        LOST = "lost", _("lost")
        WON = "won", _("won")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    provider_id = models.CharField(max_length=80)
    amount = models.PositiveIntegerField()
    royalty = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payment", "provider_id"], name="dispute_once")]


class DisputeShare(models.Model):
    """What a dispute takes from one parcel's shop."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="shares")
    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="dispute_shares")
    amount = models.PositiveIntegerField()
