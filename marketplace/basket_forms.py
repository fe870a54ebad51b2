"""What a buyer says of how a basket may be supplied."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.baskets import MOST_PARCELS, PLAIN_OPTIONS, Options
from .countries import country_choices
from .models import Basket, Shop
from .models.basket import Area
from .models.shop import selling


class OptionsForm(forms.Form):
    """The options of a basket."""

    country = forms.ChoiceField(label=_("sent to"))
    used = forms.BooleanField(label=_("used parts will do"), required=False)
    minus_owned = forms.BooleanField(label=_("leave out what I have at home"), required=False)
    area = forms.ChoiceField(label=_("parcels come from"), choices=Area.choices, required=False)
    most_parcels = forms.IntegerField(
        label=_("at most so many parcels"), min_value=1, max_value=MOST_PARCELS, required=False
    )
    avoided = forms.ModelMultipleChoiceField(
        label=_("shops to avoid"), queryset=Shop.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    trusted_only = forms.BooleanField(label=_("only from shops I trust"), required=False)
    substitutes = forms.BooleanField(label=_("propose substitutes for what cannot be had"), required=False)

    def __init__(self, *args: Any, basket: Basket, **kwargs: Any) -> None:
        chosen = {name: getattr(basket, name) for name in PLAIN_OPTIONS}
        kwargs["initial"] = {**chosen, "avoided": basket.avoided.all()}
        super().__init__(*args, **kwargs)
        if basket.owner_id is None:
            # Nobody knows what a visitor has at home, and whom they trust.
            del self.fields["minus_owned"], self.fields["trusted_only"]
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]
        self.fields["avoided"].queryset = Shop.objects.filter(selling()).order_by("name")  # type: ignore[attr-defined]

    def options(self) -> Options:
        """What was chosen, once it is valid."""
        given = self.cleaned_data
        return Options(
            country=given["country"],
            used=given["used"],
            minus_owned=given.get("minus_owned", False),
            area=given["area"],
            most_parcels=given["most_parcels"],
            trusted_only=given.get("trusted_only", False),
            substitutes=given["substitutes"],
            avoided=frozenset(shop.pk for shop in given["avoided"]),
        )
