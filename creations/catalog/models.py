"""Parts and colours."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .names import category_name, colour_name, part_name


class Part(models.Model):
    """A part by its LDraw number. Sizes are in LDU, of the part as it lies; `popularity` counts sets.

    `mould` is the plain part that a print (or one with stickers) is made from, and `own_words` what finds the print and not
    the mould. `called` holds whole names for ranking, see `findable.py`.
    """

    id = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=60)
    popularity = models.PositiveIntegerField(default=0)
    width = models.FloatField(null=True)
    height = models.FloatField(null=True)
    depth = models.FloatField(null=True)
    has_mesh = models.BooleanField(default=True)
    mould = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="prints")
    print_count = models.PositiveIntegerField(db_default=0)
    called = models.TextField(default="", db_collation="C")
    search = SearchVectorField(null=True)
    own_words = SearchVectorField(null=True)

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        indexes = [
            # Written by imports alone; a list of what is pending would be read by every search.
            GinIndex(fields=["search"], condition=models.Q(mould=None), fastupdate=False, name="part_search"),
            GinIndex(fields=["own_words"], fastupdate=False, name="print_search"),
            models.Index(fields=["-popularity", "-id"], condition=models.Q(mould=None), name="part_popular"),
            models.Index(
                fields=["category", "-popularity", "-id"], condition=models.Q(mould=None), name="part_category"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.name}"

    @property
    def local_name(self) -> str:
        """The name in the visitor's language."""
        return part_name(self.name, get_language() or "en")

    @property
    def local_category(self) -> str:
        """The category in the visitor's language."""
        return category_name(self.category, get_language() or "en")

    def get_absolute_url(self) -> str:
        """The part's page."""
        return reverse("part", args=[self.id])


class PartAlias(models.Model):
    """An old number of a part."""

    id = models.CharField(primary_key=True, max_length=64)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="aliases")


class Word(models.Model):
    """A word by which parts are found, in so many of them: what a misspelt one may have meant."""

    word = models.CharField(primary_key=True, max_length=200, db_collation="C")
    parts = models.PositiveIntegerField()


class Edition(models.Model):
    """What the catalogue was last imported from, as a digest."""

    stamp = models.CharField(primary_key=True, max_length=64)


class Colour(models.Model):
    """An LDraw colour. `rgb` and `edge` are six hex digits; foreign numbers are null where none is known."""

    code = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    rgb = models.CharField(max_length=6)
    edge = models.CharField(max_length=6)
    alpha = models.PositiveSmallIntegerField()
    luminance = models.PositiveSmallIntegerField(default=0)
    finish = models.CharField(max_length=20)
    lego = models.PositiveIntegerField(null=True)
    bricklink = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("colour")
        verbose_name_plural = _("colours")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the visitor's language."""
        return colour_name(self.code, get_language() or "en")
