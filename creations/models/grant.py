"""On whose terms somebody else's work came into a creation."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from users.one_line import OneLineField

from .creation import Creation, Licence


class Grant(models.Model):
    """A creation holds work of `licensor`, given under `licence` when it was forked.

    Written once, with the fork: the terms under which work was taken stay, whatever becomes of the creation it came from.
    `licensor` is never the creation's owner; it is null when their account is gone. `source` is the creation it came from;
    once that is deleted, `title` is what it was called, if it was shown then: the credit that the licence asks for stays.
    """

    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="grants")
    licensor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    licence = models.CharField(max_length=10, choices=Licence.choices)

    source = models.ForeignKey(Creation, null=True, on_delete=models.SET_NULL, related_name="given")
    title = OneLineField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creation", "licensor", "licence"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.creation_id}: {self.licence} by {self.licensor_id}"
