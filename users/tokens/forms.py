"""What is asked for a new token."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .models import Scope


def _lives() -> list[tuple[int, str]]:
    return [
        (days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in settings.PROSUM_TOKEN_DAYS
    ]


class TokenForm(forms.Form):
    """What a new token is called, what it may do, and for how long."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("The program or machine that will use it."))
    scope = forms.ChoiceField(label=_("What it may do"), choices=Scope.choices)
    days = forms.TypedChoiceField(label=_("Expires after"), choices=_lives, coerce=int)

    def clean_scope(self) -> Scope:
        """As a Scope."""
        return Scope(self.cleaned_data["scope"])
