"""A creation as its author is designing it, before the next revision."""

from __future__ import annotations

from django.db import models

from .creation import Creation
from .revision import Revision


class Workbench(models.Model):
    """What the Studio works on: `base`, the revision it was laid out from or last saved as, and what was changed since.

    `epoch` counts the layouts, 0 before the first. A change belongs to one layout: another document has other insides.
    `saved` is the number of the last change that `base` contains, so that "is anything unsaved" is read off the changes
    and cannot be wrong. Every writer holds the row's lock (`creations.workbench.keeping`).
    """

    creation = models.OneToOneField(Creation, on_delete=models.CASCADE, related_name="workbench")
    base = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    epoch = models.PositiveIntegerField(default=0)
    saved = models.BigIntegerField(default=0)
    shape = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"workbench of {self.creation_id}"


class WorkbenchChange(models.Model):
    """One Yjs update, numbered by its key. All of a workbench, in any order and any number of times each, make its document."""

    workbench = models.ForeignKey(Workbench, on_delete=models.CASCADE, related_name="changes")
    update = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["workbench", "id"], name="workbench_changes")]
