"""What sellers fill in about their shop and how it sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .actions.shops import Band, Terms
from .amount_fields import AmountField, in_figures
from .countries import country_choices
from .models import ShippingMethod, Shop, Zone

#: Rows for weights on the page of a way of sending.
ROWS = 8
#: As the column of the database has it.
MOST_GRAMS = 100_000


class ShopForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a shop presents itself and sells."""

    country = forms.ChoiceField(label=_("country"))
    language = forms.ChoiceField(label=_("language of its words"), choices=settings.LANGUAGES)
    minimum = AmountField(
        label=_("least order"), help_text=_("What the parts of a parcel cost at least."), required=False
    )
    lot_fee = AmountField(label=_("fee for each lot beyond"), required=False)
    lot_fee_free = forms.IntegerField(label=_("lots without a fee"), min_value=0, max_value=10_000, required=False)
    tracking_page = forms.CharField(
        label=_("page that follows parcels"),
        help_text=_("Your carrier’s, with {number} where the number goes; buyers get the link."),
        max_length=200,
        required=False,
    )
    handling_days = forms.IntegerField(label=_("working days until a parcel leaves"), min_value=0, max_value=60)

    class Meta:
        model = Shop
        fields = tuple(Terms.__dataclass_fields__)
        widgets = {
            "about": forms.Textarea(attrs={"rows": 3}),
            "terms": forms.Textarea(attrs={"rows": 5}),
            "away_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "terms": _("Markdown. What buyers should know: returns, invoices, how you pack."),
            "away_until": _("Until that day nothing of yours is sold; your lots stay as they are."),
            "legal_name": _("Who sells, as the law wants it on invoices."),
            "vat_number": _("Of a business that has one; a private seller issues no VAT invoice."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]

    def asked(self) -> Terms:
        """What was filled in, once it is valid."""
        given = self.cleaned_data
        fields: dict[str, Any] = {
            name: _EMPTY.get(name) if given[name] is None else given[name] for name in self.Meta.fields
        }
        return Terms(**fields)

    def _post_clean(self) -> None:
        """The action checks and writes; the form only reads."""


_EMPTY: dict[str, Any] = {"minimum": 0, "lot_fee": 0, "lot_fee_free": 0, "away_until": None}


class ShippingForm(forms.Form):
    """A way of sending, with a row for each weight and a column for each zone: `grams_0`, `home_0`, `union_0`, …"""

    name = forms.CharField(label=_("name"), max_length=60)
    tracked = forms.BooleanField(label=_("with a tracking number"), required=False)
    free_from = AmountField(label=_("free from"), help_text=_("Empty: never for nothing."), required=False)

    def __init__(self, *args: Any, method: ShippingMethod | None = None, **kwargs: Any) -> None:
        if method is not None:
            kwargs["initial"] = _initial(method)
        super().__init__(*args, **kwargs)
        for k in range(ROWS):
            grams = forms.IntegerField(label=_("up to grams"), min_value=1, max_value=MOST_GRAMS, required=False)
            self.fields[f"grams_{k}"] = grams
            for zone in Zone:
                self.fields[f"{zone.value}_{k}"] = AmountField(label=zone.label, required=False, most=10**6)

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The fields of each row, weight first."""
        for k in range(ROWS):
            yield [self[f"grams_{k}"], *(self[f"{zone.value}_{k}"] for zone in Zone)]

    def clean(self) -> dict[str, Any]:
        """A price stands beside a weight."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for k in range(ROWS):
            priced = any(given.get(f"{zone.value}_{k}") is not None for zone in Zone)
            if priced and not given.get(f"grams_{k}") and f"grams_{k}" not in self.errors:
                self.add_error(f"grams_{k}", _("Up to which weight?"))
        return given

    def bands(self) -> list[Band]:
        """What was filled in, once it is valid."""
        given = self.cleaned_data
        return [
            Band(zone.value, given[f"grams_{k}"], given[f"{zone.value}_{k}"])
            for k in range(ROWS)
            for zone in Zone
            if given[f"grams_{k}"] and given[f"{zone.value}_{k}"] is not None
        ]


def _initial(method: ShippingMethod) -> dict[str, Any]:
    found: dict[str, Any] = {"name": method.name, "tracked": method.tracked, "free_from": method.free_from}
    bands = list(method.bands.all())
    for k, grams in enumerate(sorted({band.max_grams for band in bands})[:ROWS]):
        found[f"grams_{k}"] = grams
        found.update({f"{band.zone}_{k}": in_figures(band.price, 100) for band in bands if band.max_grams == grams})
    return found
