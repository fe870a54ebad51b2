"""What members have at home, and the table in which is found what can be built from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from users.file_names import FileNameField

#: Nobody owns more of a lot: what is added beyond is cut.
MOST_PIECES = 1_000_000


class OwnedLot(models.Model):
    """A part in a colour that a member has, under the part's number of today."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="owned_lots")
    part = models.CharField(max_length=64)
    colour = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "part", "colour"], name="owned_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1, quantity__lte=MOST_PIECES), name="owned_something"
            ),
        ]
        indexes = [models.Index(fields=["member", "-quantity", "-id"], name="owned_list")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.part} in {self.colour}"


class BuildableTable(models.Model):
    """The newest `buildable.Index` of all public creations, as a file. There is one row.

    `fingerprint` tells whether it is to be made anew, `began_at` from when on creations are not in it.
    """

    file = FileNameField()
    fingerprint = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    creations = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_buildable_table")]
