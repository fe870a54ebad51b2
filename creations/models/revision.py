"""An immutable state of a creation's model."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from users.file_names import FileNameField
from users.one_line import OneLineField

from .creation import Creation
from .making import Making, load_making


class Revision(models.Model):
    """One uploaded or saved state. `model`, `scene` and `picture` are names in the file store, by content.

    Scene and picture are empty until workers have made them (`creations.making`); `picture` is the base name of the
    path-traced picture's sizes (see `users.pictures`). `facts` holds the summary: title, author, submodels, steps, size
    and warnings, long lists cut (see `Summary.as_facts`).
    """

    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    message = OneLineField(_("what changed"), max_length=200, blank=True)
    file_name = OneLineField(max_length=200)
    model = FileNameField()
    size = models.PositiveIntegerField()
    part_count = models.PositiveIntegerField()
    lot_count = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    scene = FileNameField(blank=True)
    picture = FileNameField(is_picture=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["creation", "number"], name="revision_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revision_number_from_one"),
        ]
        indexes = [
            models.Index(fields=["picture"], name="revision_picture"),
            models.Index(fields=["scene"], name="revision_scene"),
            models.Index(fields=["model"], name="revision_model"),
        ]

    def __str__(self) -> str:
        return f"{self.creation} #{self.number}"

    @cached_property
    def making(self) -> Making:
        """How far the workers are with scene and picture; `load_making` reads that of many at once."""
        load_making([self])
        made: Making = self.__dict__["making"]
        return made


class RevisionLot(models.Model):
    """One lot of a revision's parts list. `part` is the LDraw number, known to the catalogue or not.

    `custom` parts are defined in the file; a `flexible` one is a hose or the like, `length_mm` long, or 0 if nobody knows.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="lots")
    part = models.CharField(max_length=120)
    colour = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    custom = models.BooleanField(default=False)
    flexible = models.BooleanField(default=False)
    length_mm = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "part", "colour", "custom", "flexible", "length_mm"], name="revision_lot"
            ),
            models.CheckConstraint(
                condition=models.Q(flexible=False, length_mm=0) | models.Q(flexible=True, custom=True),
                name="revision_lot_flexible",
            ),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="revision_lot_quantity"),
        ]
        indexes = [
            models.Index(fields=["part", "revision"], name="revision_lot_part"),
            models.Index(fields=["colour", "revision"], name="revision_lot_colour"),
        ]
