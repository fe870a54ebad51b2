"""Stock files that a seller brought: compared with the stock first, applied when the seller has seen what they would do."""

from __future__ import annotations

import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField

from .shop import Shop


class ImportState(models.TextChoices):
    """Where a stock file is on its way."""

    READING = "reading", _("being read")
    STAGED = "staged", _("to be looked at")
    REFUSED = "refused", _("cannot be read")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", _("applied")


class ImportMode(models.TextChoices):
    """What its lots are to the shop's; as `stock_files.comparing.Mode`."""

    MERGE = "merge", _("My stock now: what the file says of a lot holds, lots it does not name stay")
    REPLACE = "replace", _("My whole stock: what the file does not name goes")
    ADD = "add", _("A delivery: its quantities come to what I have")


class LineKind(models.TextChoices):
    """What becomes of a line; as `stock_files.comparing.Kind`."""

    NEW = "new", _("New lots")
    CHANGED = "changed", _("Changed")
    DELETED = "deleted", _("Taken away")
    UNKNOWN = "unknown", _("Unknown parts")
    REFUSED = "refused", _("Cannot be used")
    UNCHANGED = "unchanged", _("Unchanged")


class StockImport(models.Model):
    """A stock file and what it would do, or did.

        brought ──> READING ──> STAGED ──applied──> APPLYING ──> APPLIED
                     ^   └────> REFUSED                └─ stands against the stock by now ──> STAGED
                     └─ told otherwise how to read or compare it ── STAGED, REFUSED

    `packed` are the file's bytes, until it is applied. What the seller said of it: `mode`, `form` (empty: found out),
    `numbers` and `columns` of a table, `parts` for numbers that no part has. `found` is what was found out: form, currency,
    counts of lines by kind, the first rows of a table, what else is to be known.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="imports")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = OneLineField(max_length=120)
    digest = models.CharField(max_length=64)
    packed = models.BinaryField(default=bytes)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    mode = models.CharField(_("what it is"), max_length=10, choices=ImportMode.choices, default=ImportMode.MERGE)
    form = models.CharField(max_length=20, blank=True, default="")
    numbers = models.CharField(max_length=20, blank=True, default="")
    columns = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    problem = models.TextField(blank=True, default="")
    brought_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("stock file")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="stock_import_state"),
            models.CheckConstraint(condition=Q(mode__in=ImportMode.values), name="stock_import_mode"),
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED, applied_at__isnull=False)
                | (~Q(state=ImportState.APPLIED) & Q(applied_at=None)),
                name="stock_import_applied",
            ),
        ]
        indexes = [models.Index(fields=["shop", "-brought_at"], name="stock_imports_of_shop")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """What it would do, for its seller."""
        return reverse("stock_import", args=[self.shop.slug, self.pk])

    @property
    def subject(self) -> str:
        """What the work on it is done for."""
        return f"stock-import:{self.pk}"

    @property
    def data(self) -> bytes:
        """The file."""
        return zlib.decompress(bytes(self.packed))

    @property
    def is_busy(self) -> bool:
        """Whether something is being done with it."""
        return self.state in (ImportState.READING, ImportState.APPLYING)

    @property
    def may_be_told(self) -> bool:
        """Whether its seller may still say how it is read and compared."""
        return self.state in (ImportState.STAGED, ImportState.REFUSED)

    def count(self, *kinds: str) -> int:
        """How many lines become this."""
        counts: dict[str, int] = self.found.get("counts", {})
        return sum(counts.get(kind, 0) for kind in kinds)


class StockImportLine(models.Model):
    """What becomes of one line of a stock file (0: of a lot that no line names).

    `lot` is the number of the shop's lot, which may be gone by now. `was` is how many there were, `by` the difference;
    `fields` are those of a new lot, or of a changed one from what to what. `promised`: orders keep some of it. Of a line that
    is left out `why` is a `stock_files.Why` about `value`, `entry` how it reads, `proposals` parts that may be meant.
    """

    stock_import = models.ForeignKey(StockImport, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    cell = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    lot = models.BigIntegerField(null=True)
    was = models.PositiveIntegerField(default=0)
    by = models.IntegerField(default=0)
    fields: Any = models.JSONField(default=dict)
    promised = models.BooleanField(default=False)
    why = models.CharField(max_length=20, blank=True, default="")
    value = models.CharField(max_length=80, blank=True, default="")
    entry = models.CharField(max_length=220, blank=True, default="")
    proposals = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="stock_import_line_kind")]
        indexes = [models.Index(fields=["stock_import", "kind", "id"], name="stock_import_lines")]

    def __str__(self) -> str:
        return f"{self.line}: {self.kind}"

    @property
    def becomes(self) -> int:
        """How many there are to be."""
        return self.was + self.by
