"""What members fill in about themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Member
from .once import FIELD, new_token


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a member's page says of them."""

    picture = forms.FileField(label=_("Picture"), required=False)

    class Meta:
        model = Member
        fields = ("display_name", "bio", "links", "language", "wants_email")
        widgets = {"bio": forms.Textarea(attrs={"rows": 5}), "links": forms.Textarea(attrs={"rows": 3})}

    def clean_links(self) -> str:
        """At most eight web addresses, one a line."""
        links = str(self.cleaned_data["links"]).split()
        for link in links:
            if not link.startswith(("https://", "http://")):
                raise forms.ValidationError(_("%(link)s is no web address: it begins with https://") % {"link": link})
        return "\n".join(links[:8])


class SignupForm(AllauthSignupForm):
    """Allauth's, sent once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[FIELD] = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_token)
