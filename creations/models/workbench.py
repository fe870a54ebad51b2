"""A creation as its author is designing it, before the next revision."""

from __future__ import annotations

from django.db import models

from .creation import Creation
from .revision import Revision


class Workbench(models.Model):
    """What the Studio works on. `base` is the revision it holds, plus what was changed since.

    `epoch` counts how often it was laid out anew (after a revision came from elsewhere); changes of an older epoch are
    refused, because they belong to a document that is gone.
    """

    creation = models.OneToOneField(Creation, on_delete=models.CASCADE, related_name="workbench")
    base = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    epoch = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"workbench of {self.creation_id}"


class WorkbenchChange(models.Model):
    """One Yjs update. All of a workbench, in any order and any number of times each, make its document."""

    workbench = models.ForeignKey(Workbench, on_delete=models.CASCADE, related_name="changes")
    update = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["workbench", "id"], name="workbench_changes")]
