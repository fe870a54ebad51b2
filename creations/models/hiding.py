"""What a moderator hid, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField


class Hiding(models.Model):
    """A moderator's word that only its author and the moderators see a creation, until a moderator lifts it.

    It stands beside the visibility its author chose: neither changes the other. `Creation.hiding` is the one in force.
    """

    creation = models.ForeignKey("creations.Creation", on_delete=models.CASCADE, related_name="hidings")
    reason = OneLineField(_("reason"), max_length=500)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    hidden_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["creation"], condition=models.Q(lifted_at=None), name="hidden_once_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="hiding_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.creation_id}: {self.reason}"
