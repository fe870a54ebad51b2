"""What becomes of everything that names a member, a creation or whatever else can leave, when it leaves.

Each app registers one rule for every foreign key of its own to something that leaves (`ready()` of its `apps.py`); a test
lists the foreign keys and fails on one without. `leave` runs the rules and is the only way out: deleting such a row in any
other way raises `NotThroughLeaving`, so that no shop is left without an owner and no counter with a wrong number.

    asked        every rule's `hinders` says what stands against it, in words and with a way out; nothing is changed yet
    refused      one or more did: CannotLeave holds all of them, so that nobody is told of them one at a time
    leaving      in one transaction, under the locks of all it touches: the rules act, the apps that import others first
    gone         the row is deleted; who comes second finds nothing to delete (AlreadyGone)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _

from .collisions import despite_deadlocks
from .errors import ActionError


class Fate(Enum):
    """What a rule does with the rows that name who leaves."""

    DELETED = "deleted"
    ANONYMOUS = "kept, without naming anybody"
    HANDED_OVER = "handed over to somebody else"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why something cannot leave now: a sentence, and the path of the page where that can be changed."""

    reason: Any
    path: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """The fate of the rows of `model` ("app.Model") that name who leaves in `field`.

    Without `act`, the fate is carried out as it reads: the rows are deleted, or their field is emptied. `hinders` yields
    what stands against leaving now; `tells` yields sentences that somebody should know before they leave.
    """

    model: str
    field: str
    fate: Fate
    act: Callable[[Any], None] | None = None
    hinders: Callable[[Any], Iterable[Hindrance]] | None = None
    tells: Callable[[Any], Iterable[Any]] | None = None

    @property
    def column(self) -> models.ForeignKey[Any, Any]:
        """The foreign key that the rule is about."""
        found = apps.get_model(self.model)._meta.get_field(self.field)
        assert isinstance(found, models.ForeignKey)
        return found

    def carry_out(self, leaver: models.Model) -> None:
        """Do to the rows that name `leaver` what the rule says."""
        if self.act is not None:
            self.act(leaver)
            return
        rows = apps.get_model(self.model)._base_manager.filter(**{self.field: leaver})
        if self.fate is Fate.DELETED:
            rows.delete()
        else:
            rows.update(**{self.field: None})


class CannotLeave(ActionError):
    """Something stands against it. `hindrances` says what, each with a way out."""

    status = 409

    def __init__(self, hindrances: list[Hindrance]) -> None:
        super().__init__(" ".join(str(each.reason) for each in hindrances))
        self.hindrances = hindrances


class AlreadyGone(ActionError):
    """Somebody was faster."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("That has been deleted already."))


class NotThroughLeaving(Exception):
    """A row that can leave was deleted without asking the rules: a fault of the code."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows of `model` that change when a `leaver` leaves; `ids` gives their ids. They are locked before anything else."""

    leaver: type[models.Model]
    model: type[models.Model]
    ids: Callable[[Any], Iterable[int]]


_rules: list[Rule] = []
_touched: list[Touched] = []
_leaving: ContextVar[bool] = ContextVar("leaving", default=False)


def register(*rules: Rule) -> None:
    """Add an app's rules, in the order in which they act. Raises ValueError for a foreign key that has one already."""
    known = {(rule.model, rule.field) for rule in _rules}
    for rule in rules:
        if (rule.model, rule.field) in known:
            raise ValueError(f"{rule.model}.{rule.field} has a rule already.")
        known.add((rule.model, rule.field))
    # Apps are ready from the lowest up; what imports others acts before them.
    _rules[:0] = rules


def register_touched(*touched: Touched) -> None:
    """Have these rows locked, in one order, before somebody who touches them leaves."""
    _touched.extend(touched)


def guard(*kinds: type[models.Model]) -> None:
    """Let rows of these models be deleted by `leave` alone; called by the `ready()` of the app that holds them."""
    for kind in kinds:
        pre_delete.connect(_refuse_the_side_door, sender=kind, dispatch_uid=f"leaving:{kind._meta.label}")


def rules_for(kind: type[models.Model]) -> list[Rule]:
    """The rules about rows of `kind`, in the order in which they act."""
    return [rule for rule in _rules if rule.column.related_model is kind]


def hindrances(leaver: models.Model) -> list[Hindrance]:
    """What stands against leaving now."""
    return [found for rule in rules_for(_kind(leaver)) if rule.hinders is not None for found in rule.hinders(leaver)]


def told_before(leaver: models.Model) -> list[str]:
    """What somebody should know before they leave, as sentences."""
    return [str(line) for rule in rules_for(_kind(leaver)) if rule.tells is not None for line in rule.tells(leaver)]


@despite_deadlocks
def leave(leaver: models.Model) -> None:
    """Delete `leaver` after its rules have acted. Raises CannotLeave, AlreadyGone."""
    kind = _kind(leaver)
    with transaction.atomic():
        _lock_what_is_touched(leaver)
        locked = kind._base_manager.select_for_update(of=("self",)).filter(pk=leaver.pk).first()
        if locked is None:
            raise AlreadyGone
        found = hindrances(locked)
        if found:
            raise CannotLeave(found)
        for rule in rules_for(kind):
            rule.carry_out(locked)
        with _through_the_door():
            locked.delete()


def _kind(leaver: models.Model) -> type[models.Model]:
    """The model of a row, also of one that the request loads lazily."""
    kind = leaver._meta.concrete_model
    assert kind is not None
    return kind


def _lock_what_is_touched(leaver: models.Model) -> None:
    """First of all: who locked the leaver before would wait for those who count for it, and they for the leaver."""
    by_model: dict[type[models.Model], set[int]] = defaultdict(set)
    for touched in _touched:
        if isinstance(leaver, touched.leaver):
            by_model[touched.model].update(touched.ids(leaver))
    for model in sorted(by_model, key=lambda model: model._meta.label):
        rows = model._base_manager.filter(pk__in=by_model[model]).order_by("pk")
        list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk"))


@contextmanager
def _through_the_door() -> Iterator[None]:
    token = _leaving.set(True)
    try:
        yield
    finally:
        _leaving.reset(token)


def _refuse_the_side_door(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    if not _leaving.get():
        raise NotThroughLeaving(f"{sender._meta.label} {instance.pk}: delete it with users.leaving.leave.")
