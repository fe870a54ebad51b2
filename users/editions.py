"""Two people, or two windows of one, edit the same words: the second sees what the first saved, beside what they typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.forms import BaseForm, BooleanField, DecimalField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .errors import ActionError
from .input.numbers import whole

#: The hidden field of a form that edits: the edition it was filled from.
FIELD = "edition"


class Edited(models.Model):
    """Something with words that are edited. `edition` counts how often they were."""

    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class EditedMeanwhile(ActionError):
    """The words were changed since the edition that is being edited. `saved` is the row as it is now."""

    status = 409

    def __init__(self, saved: Any) -> None:
        super().__init__(_("This was changed elsewhere while you were writing. Nothing was overwritten."))
        self.saved = saved


def edit(locked: Edited, changes: Mapping[str, Any], edition: int | None, *, more: bool = False) -> None:
    """Set fields of a row, which the caller holds locked and saves (with `edition`).

    `edition` is the one the changes were made to; None does not ask. `more` says that something beside the fields changes.
    Raises EditedMeanwhile if it is not the newest and the changes are not what is saved anyway.
    """
    different = more or any(getattr(locked, name) != value for name, value in changes.items())
    if different and edition is not None and edition != locked.edition:
        raise EditedMeanwhile(locked)
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.edition += different


def edition_of(request: HttpRequest) -> int | None:
    """The edition a form was filled from, as it says itself."""
    return whole(request.POST.get(FIELD), least=1, most=2**31 - 1)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose two versions differ, both as people read them."""

    label: str
    saved: str
    typed: str


def differences(saved: BaseForm, typed: BaseForm) -> list[Difference]:
    """Where two forms of the same kind hold different things."""
    found = []
    for field in typed:
        if field.field.widget.needs_multipart_form or field.name not in saved.fields:
            continue
        versions = _read(saved, field.name), _read(typed, field.name)
        if versions[0] != versions[1]:
            found.append(Difference(str(field.label), *versions))
    return found


def _read(form: BaseForm, name: str) -> str:
    """What a field holds, in words: the label of a choice, yes or no, lines that end as everywhere."""
    field, value = form[name].field, form[name].value()
    if isinstance(field, BooleanField):
        return str(_("yes") if field.to_python(value) else _("no"))
    if isinstance(field, DecimalField):
        return str(field.to_python(value) or 0)
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, "" if value is None else value)).replace("\r\n", "\n").strip()
