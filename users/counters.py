"""Counters kept beside what they count, so that lists sort by them; their list, and the nightly look whether they are right.

They are changed by triggers of the database (`migrations/0002_count_rows.py`), from the rows that were really inserted or
deleted, in the same statement and under the lock of the row that holds the counter: whichever way a row goes (an action,
an account that is deleted with all it holds, the database's own shell), its counter goes with it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from .models import CounterRepair

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counter:
    """`field` of `model` should be `truth`, an expression over the model's rows; see `number_of` and `sum_of`."""

    model: type[models.Model]
    field: str
    truth: Any

    @property
    def name(self) -> str:
        """Such as `creations.creation.like_count`."""
        return f"{self.model._meta.label_lower}.{self.field}"

    def measured(self) -> QuerySet[Any]:
        """All rows with the real number as `real`."""
        return self.model._default_manager.annotate(real=self.truth)

    def wrong(self) -> QuerySet[Any]:
        """The rows whose counter is not the real number."""
        return self.measured().exclude(real=F(self.field))


_counters: list[Counter] = []


def register(*counters: Counter) -> None:
    """Let the nightly check look after these."""
    _counters.extend(counters)


def counters() -> list[Counter]:
    """All that are registered."""
    return list(_counters)


def number_of(rows: QuerySet[Any], key: str) -> Any:
    """How many of `rows` name the counting row in `key`."""
    return _grouped(rows, key, Count("*"))


def sum_of(rows: QuerySet[Any], key: str, field: str) -> Any:
    """The sum of a field over those of `rows` that name the counting row in `key`."""
    return _grouped(rows, key, Sum(field))


def _grouped(rows: QuerySet[Any], key: str, total: Any) -> Any:
    mine = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(total=total)
    return Coalesce(Subquery(mine.values("total"), output_field=IntegerField()), 0)


def repair() -> list[CounterRepair]:
    """Set every counter that is wrong right, and note what it was. Returns the notes."""
    return [note for counter in _counters for note in _repair(counter)]


def _repair(counter: Counter) -> Iterator[CounterRepair]:
    for pk in counter.wrong().values_list("pk", flat=True).order_by("pk"):
        with transaction.atomic():
            # Whoever changes what is counted holds this lock until they commit: under it, the count is true.
            row = counter.model._default_manager.select_for_update(no_key=True).filter(pk=pk).first()
            if row is None:
                continue
            was, real = getattr(row, counter.field), counter.measured().get(pk=pk).real
            if was == real:
                continue
            counter.model._default_manager.filter(pk=pk).update(**{counter.field: real})
            logger.warning("%s of %s was %s, is %s", counter.name, pk, was, real)
            yield CounterRepair.objects.create(counter=counter.name, row=pk, was=was, became=real)
