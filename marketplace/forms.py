"""Where the parts go, and what goes back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.ordering import Address
from .countries import country_choices
from .models import Order, Return


class AddressForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where the parcel goes and where news of it go; `country` is the one to begin with, none if it is not known."""

    country = forms.ChoiceField(label=_("country"))

    class Meta:
        model = Order
        fields = ("name", "street", "postcode", "city", "country", "email")
        widgets = {
            name: forms.TextInput(attrs={"autocomplete": token})
            for name, token in (
                ("name", "name"),
                ("street", "street-address"),
                ("postcode", "postal-code"),
                ("city", "address-level2"),
            )
        }

    def __init__(self, *args: Any, country: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose a country")), *country_choices()]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]
        self.fields["country"].initial = country

    def address(self) -> Address:
        """What was typed, once it is valid."""
        return Address(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class NewAddressForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where an order goes instead, in the same country; news of it go where they went."""

    class Meta:
        model = Order
        fields = ("name", "street", "postcode", "city")
        widgets = AddressForm.Meta.widgets

    def address(self) -> Address:
        """What was typed, once it is valid."""
        typed = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return Address(**typed, country=self.instance.country, email=self.instance.email)


class ReturnForm(forms.ModelForm):  # type: ignore[type-arg]
    """Why something is sent back; the pieces of lines are read apart."""

    class Meta:
        model = Return
        fields = ("reason", "words")
        widgets: ClassVar = {"words": forms.Textarea(attrs={"rows": 4})}


class ReturnRefundForm(forms.Form):
    """What goes back of the shipping, in the currency's units, and where the pieces go."""

    shipping = forms.DecimalField(
        label=_("Shipping"), required=False, min_value=Decimal(0), max_value=Decimal(10_000), decimal_places=2
    )
    restock = forms.BooleanField(label=_("The pieces go back on the shelf"), required=False)

    def cents(self, name: str) -> int:
        """An amount in minor units; 0 for what was left out."""
        return int((self.cleaned_data.get(name) or Decimal(0)) * 100)


class RefundForm(ReturnRefundForm):
    """That, with what the shop adds and a word for the buyer; the pieces of lines are read apart."""

    goodwill = forms.DecimalField(
        label=_("Beyond that"), required=False, min_value=Decimal(0), max_value=Decimal(10_000), decimal_places=2
    )
    note = forms.CharField(label=_("note for the buyer"), required=False, max_length=200)
