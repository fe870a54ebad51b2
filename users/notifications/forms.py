"""The form of what a member wants to be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from ..models import Member
from . import registry
from .models import MailChoice, Rhythm
from .preferences import Choice, choices_of, time_zones
from .times import DIGEST_HOUR, DIGEST_WEEKDAY

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class PreferencesForm(forms.Form):
    """A row for each kind that can be chosen, and the hours of the member's day."""

    time_zone = forms.ChoiceField(label=_("time zone"), required=False)
    digest_hour = forms.TypedChoiceField(label=_("digests come at"), coerce=int, choices=HOURS)
    digest_weekday = forms.TypedChoiceField(
        label=_("the weekly one on"), coerce=int, choices=[(day + 1, name) for day, name in WEEKDAYS.items()]
    )
    quiet_from = forms.TypedChoiceField(
        label=_("no mails from"), coerce=int, empty_value=None, required=False, choices=[("", "–"), *HOURS]
    )
    quiet_until = forms.TypedChoiceField(
        label=_("until"), coerce=int, empty_value=None, required=False, choices=[("", "–"), *HOURS]
    )

    def __init__(self, member: Member, data: QueryDict | None = None) -> None:
        rhythm = Rhythm.objects.filter(member=member).first()
        super().__init__(
            data,
            initial={
                "time_zone": member.time_zone,
                "digest_hour": rhythm.digest_hour if rhythm else DIGEST_HOUR,
                "digest_weekday": rhythm.digest_weekday if rhythm else DIGEST_WEEKDAY,
                "quiet_from": rhythm.quiet_from if rhythm else None,
                "quiet_until": rhythm.quiet_until if rhythm else None,
            },
        )
        zones = [("", _("that of this site")), *((zone, zone.replace("_", " ")) for zone in time_zones())]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]
        if rhythm is None:
            self.fields["time_zone"].widget.attrs["data-own-zone"] = ""  # the browser's own is offered
        self.choices = choices_of(member)
        for name, choice in self.choices.items():
            self.fields[f"in_app:{name}"] = forms.BooleanField(required=False, initial=choice.in_app)
            self.fields[f"mail:{name}"] = forms.ChoiceField(choices=MailChoice.choices, initial=choice.mail)

    def rows(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """What each kind is called, with its two fields."""
        for kind in registry.to_choose():
            if kind.name in self.choices:
                yield kind.label, self[f"in_app:{kind.name}"], self[f"mail:{kind.name}"]

    def clean(self) -> dict[str, Any]:
        """Quiet hours have both ends or none."""
        cleaned = super().clean() or {}
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_until") is None):
            self.add_error("quiet_until", _("Quiet hours have a beginning and an end."))
        return cleaned

    def chosen(self) -> dict[str, Choice]:
        """What was chosen of each kind."""
        given = self.cleaned_data
        return {name: Choice(given[f"in_app:{name}"], MailChoice(given[f"mail:{name}"])) for name in self.choices}

    def quiet(self) -> tuple[int, int] | None:
        """The quiet hours, None without."""
        begin, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return None if begin is None else (begin, end)
