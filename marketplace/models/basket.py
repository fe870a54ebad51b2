"""What somebody wants to order, and the plan for it: which shops send what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from creations.models import Revision

from .shop import Shop


class Area(models.TextChoices):
    """From where parcels may come."""

    ALL = "", _("Everywhere")
    UNION = "union", _("The European Union")
    HOME = "home", _("My country alone")


class Basket(models.Model):
    """A member's basket, or that of a visitor whose session holds its number; one each.

    It is filled from creations, each so many times, and single lots. `country` is where it is sent; `used` whether used
    parts will do, `minus_owned` whether what its owner has at home is left out; at most `most_parcels` shops send some, none of them one of `avoided`;
    with `trusted_only` all of them are shops that its owner trusts. `substitutes`: whether some are proposed where a lot is not to be had.
    """

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="basket")
    country = models.CharField(_("sent to"), max_length=2)
    used = models.BooleanField(_("used parts will do"), default=True)
    minus_owned = models.BooleanField(_("leave out what I have at home"), default=False, db_default=False)
    area = models.CharField(_("parcels come from"), max_length=5, choices=Area.choices, blank=True)
    most_parcels = models.PositiveSmallIntegerField(_("at most so many parcels"), null=True, blank=True)
    avoided = models.ManyToManyField(Shop, verbose_name=_("shops to avoid"), blank=True, related_name="+")
    trusted_only = models.BooleanField(_("only from shops I trust"), default=False, db_default=False)
    substitutes = models.BooleanField(_("propose substitutes for what cannot be had"), default=True, db_default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("basket")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most_parcels=None) | models.Q(most_parcels__gte=1), name="basket_some_parcel"
            )
        ]

    @property
    def subject(self) -> str:
        """The subject of its work."""
        return f"basket:{self.pk}"


class BasketCreation(models.Model):
    """The parts of a creation's revision, so many times."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="creations")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["basket", "revision"], name="basket_creation"),
            models.CheckConstraint(condition=models.Q(times__gte=1), name="basket_some_times"),
        ]


class BasketLot(models.Model):
    """A single lot, or one of a list that was brought."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lots")
    part = models.CharField(max_length=64)
    colour = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["part", "colour"]
        constraints = [
            models.UniqueConstraint(fields=["basket", "part", "colour"], name="basket_lot"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="basket_some_pieces"),
        ]


class BasketSubstitute(models.Model):
    """What the buyer said of a substitute: `quantity` pieces of a lot may come as another, or not.

        proposed (BasketPlan.proposals) ──> ACCEPTED: the plan uses it as far as so many pieces are still wanted
                                        └─> refused: it is not proposed again

    Taken back, it is proposed anew where it is still of use. It goes when the basket is emptied.
    """

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="decisions")
    part = models.CharField(max_length=64)
    colour = models.PositiveIntegerField()
    to_part = models.CharField(max_length=64)
    to_colour = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    accepted = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["basket", "part", "colour", "to_part", "to_colour"], name="basket_substitute"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="basket_substitute_some"),
            models.CheckConstraint(
                condition=~models.Q(part=models.F("to_part"), colour=models.F("to_colour")),
                name="basket_substitute_other",
            ),
        ]


class BasketPlan(models.Model):
    """The best plan found so far for what a basket asked last. Amounts are minor units.

    `asked` names the question: what a worker finds for an older one is not kept. `version` is that of the offers and of
    what was wanted; while it is the same, the plan is true. No plan costs less than `bound` and brings as many pieces.
    `parcels` is `[{"shop", "shipping", "fees", "grams", "lots": [{"stock", "lot", "quantity", "unit_price", "price"}]}]`, where `lot`
    is `[part, colour]`, with `instead_of` `[[part, colour, quantity]]` where it stands in for others; `missing` is
    `[[part, colour, quantity]]`. `proposals` are the substitutes that would help (`marketplace.substitutes.Proposal`), found
    with the last try. `before` is the plan that this one takes the place of because the offers moved
    (`marketplace.plan_differences`): the page says what changed until the basket itself does.
    """

    basket = models.OneToOneField(Basket, primary_key=True, on_delete=models.CASCADE, related_name="plan")
    asked = models.CharField(max_length=32)
    version = models.CharField(max_length=32, blank=True)
    is_final = models.BooleanField(default=False)
    wanted = models.PositiveIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)
    cost = models.PositiveIntegerField(default=0)
    bound = models.PositiveIntegerField(default=0)
    parcels = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    proposals = models.JSONField(default=list, db_default=[])
    before = models.JSONField(null=True)
    found_at = models.DateTimeField(null=True)
