"""A revision's building instructions as a file to print."""

from __future__ import annotations

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from users.file_names import FileNameField
from users.one_line import OneLineField
from users.work.models import Work

from .making import BOOKLET
from .revision import Revision


class Paper(models.TextChoices):
    """The sheets that booklets are laid out for, both lying."""

    A4 = "a4", _("A4")
    LETTER = "letter", _("US Letter")


class Booklet(models.Model):
    """Made once for each paper and language. `file` is a name in the file store, `title` what its cover says."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="booklets")
    paper = models.CharField(max_length=10, choices=Paper.choices)
    language = models.CharField(max_length=10)
    title = OneLineField(max_length=120)
    file = FileNameField(blank=True)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "paper", "language"], name="booklet_once")]

    def __str__(self) -> str:
        return f"{self.revision} ({self.paper}, {self.language})"

    @property
    def subject(self) -> str:
        """What its work is for."""
        return f"booklet:{self.pk}"

    @cached_property
    def work(self) -> Work | None:
        """How far the workers are; None when it was made long ago."""
        return Work.objects.filter(kind=BOOKLET, subject=self.subject).first()

    @property
    def is_being_made(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.work is not None and self.work.is_unfinished
