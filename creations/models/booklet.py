"""A revision's building instructions as a file to print."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from users.file_names import FileNameField

from .revision import Revision, WorkState


class Paper(models.TextChoices):
    A4 = "a4", _("A4")
    LETTER = "letter", _("US Letter")


class Booklet(models.Model):
    """Made once for each paper and language. `file` is a name in the file store, `title` what its cover says."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="booklets")
    paper = models.CharField(max_length=10, choices=Paper.choices)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    file = FileNameField(blank=True)
    pages = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=WorkState.choices, default=WorkState.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    worked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "paper", "language"], name="booklet_once")]
        indexes = [
            models.Index(
                fields=["worked_at"], name="booklet_unfinished", condition=models.Q(state__in=["waiting", "working"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision} ({self.paper}, {self.language})"

    @property
    def is_being_made(self) -> bool:
        return self.state in {WorkState.WAITING, WorkState.WORKING}
