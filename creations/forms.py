"""What people fill in about creations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Build, Creation, Licence
from .queries import SORTS, Filters

#: What each licence means, in plain words.
LICENCE_WORDS = {
    Licence.CC0: _("Anyone may do anything with it, even without naming you."),
    Licence.BY: _("Anyone may build, change, share and sell it, and names you."),
    Licence.BY_SA: _("As above, and whatever is made from it is shared under the same licence."),
    Licence.BY_NC: _("Anyone may build, change and share it, names you, and earns nothing with it."),
    Licence.BY_NC_SA: _("As above, and whatever is made from it is shared under the same licence."),
    Licence.ALL_RIGHTS: _("People may look at it and order its parts for themselves. Nobody may fork it."),
}


class GalleryForm(forms.Form):
    """The gallery's filters. What makes no sense is said beside its field; the page asks without it, the API refuses."""

    q = forms.CharField(required=False, max_length=200)
    sort = forms.ChoiceField(
        required=False,
        choices=[
            ("new", _("Newest")),
            ("liked", _("Most liked")),
            ("built", _("Most built")),
            ("forked", _("Most forked")),
        ],
    )
    tag = forms.CharField(required=False, max_length=30)
    licence = forms.ChoiceField(required=False, choices=[("", _("Any licence")), *Licence.choices])
    colour = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    forkable = forms.BooleanField(required=False)
    parts_from = forms.IntegerField(required=False, min_value=0, max_value=10**7)
    parts_to = forms.IntegerField(required=False, min_value=0, max_value=10**7)
    price_to = forms.DecimalField(required=False, min_value=Decimal(0), max_value=Decimal(10**6))

    def filters(self) -> tuple[Filters, str]:
        """The filters and the sort name."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        price = data.get("price_to")
        sort = data.get("sort") or "new"
        return (
            Filters(
                q=data.get("q") or "",
                tag=data.get("tag") or "",
                licence=data.get("licence") or "",
                colour=data.get("colour"),
                forkable=bool(data.get("forkable")),
                parts_from=data.get("parts_from"),
                parts_to=data.get("parts_to"),
                price_to=None if price is None else int(price * 100),
            ),
            sort if sort in SORTS else "new",
        )


class CreationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the author says about a creation. The royalty is asked in the currency's units and kept in cents."""

    royalty_amount = forms.DecimalField(
        label=_("amount"), required=False, min_value=Decimal(0), max_value=Decimal(1000), decimal_places=2
    )
    tag_names = forms.CharField(
        label=_("tags"), required=False, max_length=300, help_text=_("Separated by commas, eight at most.")
    )

    class Meta:
        model = Creation
        fields = ("title", "story", "licence", "royalty", "royalty_percent", "forks_give_percent", "visibility")
        widgets = {
            "story": forms.Textarea(attrs={"rows": 12}),
            "licence": forms.RadioSelect,
            "royalty": forms.RadioSelect,
            "visibility": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["royalty_percent"].max_value = 50  # type: ignore[attr-defined]
        self.fields["royalty_percent"].required = False
        self.fields["forks_give_percent"].max_value = 50  # type: ignore[attr-defined]
        self.fields["forks_give_percent"].required = False
        if self.instance.pk:
            self.fields["royalty_amount"].initial = Decimal(self.instance.royalty_cents) / 100
            self.fields["tag_names"].initial = ", ".join(tag.name for tag in self.instance.tags.all())

    def clean_royalty_percent(self) -> int:
        """Whole percents from 0 to 50."""
        percent = self.cleaned_data.get("royalty_percent") or 0
        if percent > 50:
            raise forms.ValidationError(_("At most 50 percent."))
        return int(percent)

    def clean_forks_give_percent(self) -> int:
        """Whole percents from 0 to 50; a form that does not ask leaves it as it is."""
        percent = self.cleaned_data.get("forks_give_percent")
        if percent is None:
            return int(self.instance.forks_give_percent)
        if percent > 50:
            raise forms.ValidationError(_("At most 50 percent."))
        return int(percent)

    def field_for(self, name: str) -> str | None:
        """Where what an action says of `name` is shown; None for the form as a whole."""
        name = {"tags": "tag_names"}.get(name, name)
        return name if name in self.fields else None

    def changes(self) -> dict[str, Any]:
        """Arguments for `actions.update`."""
        data = dict(self.cleaned_data)
        amount = data.pop("royalty_amount") or Decimal(0)
        tags = data.pop("tag_names")
        return {**data, "royalty_cents": int(amount * 100), "tags": tags.split(",")}


class BuildForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody who built it says, with a photo."""

    picture = forms.ImageField(label=_("Photo"), required=False)

    class Meta:
        model = Build
        fields = ("note",)
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
