"""Where the parts go, and what goes back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.ordering import Address
from .addresses import Wrong, check
from .countries import country_choices, country_name
from .models import ADDRESS_FIELDS, KeptAddress, Order, Return


class CheckedAddress(forms.ModelForm):  # type: ignore[type-arg]
    """A postal address by the rules of its country: what is needed there, and how its postcodes look."""

    def clean(self) -> dict[str, Any]:
        """The postcode and area as their country writes them. Raises nothing: what is wrong is said at its field."""
        typed = {**dict.fromkeys(ADDRESS_FIELDS, ""), **self.instance.address_parts, **(super().clean() or {})}
        if not typed["country"]:
            return self.cleaned_data
        fits, wrong = check({field: str(typed[field] or "") for field in ADDRESS_FIELDS})
        names = {"country": country_name(typed["country"])}
        for field, why in wrong.items():
            if field in self.fields and field not in self.errors:
                self.add_error(field, (_NEEDED if why is Wrong.NEEDED else _UNKNOWN[field]) % names)
        return {**self.cleaned_data, **{field: fits[field] for field in ("postcode", "area") if not wrong}}


_NEEDED = _("An address in %(country)s needs this.")
_UNKNOWN = {
    "postcode": _("That is no postcode of %(country)s."),
    "area": _("%(country)s has no such state, province or county."),
    "city": _("%(country)s has no such town."),
}


class AddressForm(CheckedAddress):
    """Where the parcel goes and where news of it go; `country` is the one to begin with, none if it is not known."""

    country = forms.ChoiceField(label=_("country"))

    class Meta:
        model = Order
        fields = (*ADDRESS_FIELDS, "email")
        widgets: ClassVar = {
            name: forms.TextInput(attrs={"autocomplete": token})
            for name, token in (
                ("name", "name"),
                ("street", "street-address"),
                ("postcode", "postal-code"),
                ("city", "address-level2"),
                ("area", "address-level1"),
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


class BookForm(AddressForm):
    """An address to keep; it has no e-mail address."""

    class Meta:
        model = KeptAddress
        fields = ADDRESS_FIELDS
        widgets = AddressForm.Meta.widgets

    def address(self) -> Address:
        """What was typed, once it is valid."""
        return Address(**{name: self.cleaned_data[name] for name in ADDRESS_FIELDS}, email="")


class NewAddressForm(CheckedAddress):
    """Where an order goes instead, in the same country; news of it go where they went."""

    class Meta:
        model = Order
        fields = ("name", "street", "postcode", "city", "area")
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
