"""What sellers fill in about their lots."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creations.catalog.models import Colour
from creations.catalog.names import colour_name
from users.input.numbers import LARGEST

from .actions.stocking import MOST_PRICE, Change
from .amount_fields import AmountField
from .models import StockLot
from .models.stock import MOST_OFF
from .stock_search import StockQuestion

MOST_PIECES = 1_000_000
#: Fields of the row in the table, which are changed in place.
SHORT = ("quantity", "unit_price", "sale_percent", "location")


def _price(**kwargs: Any) -> AmountField:
    return AmountField(scale=10_000, most=MOST_PRICE, **kwargs)


def _tier_from() -> forms.IntegerField:
    return forms.IntegerField(label=_("from so many pieces"), min_value=1, max_value=MOST_PIECES, required=False)


class LotForm(forms.ModelForm):  # type: ignore[type-arg]
    """A lot in full."""

    quantity = forms.IntegerField(label=_("quantity"), min_value=0, max_value=MOST_PIECES)
    was = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST)
    unit_price = _price(label=_("price of one"))
    bulk = forms.IntegerField(label=_("sold in multiples of"), min_value=1, max_value=MOST_PIECES, initial=1)
    sale_percent = forms.IntegerField(
        label=_("sale, in percent"), min_value=0, max_value=MOST_OFF, initial=0, required=False
    )
    tier1_from = _tier_from()
    tier1_price = _price(label=_("price then"), required=False)
    tier2_from = _tier_from()
    tier2_price = _price(label=_("price then"), required=False)
    tier3_from = _tier_from()
    tier3_price = _price(label=_("price then"), required=False)

    class Meta:
        model = StockLot
        fields = (
            "condition", "quantity", "unit_price", "bulk", "sale_percent", "location", "remarks", "description", "stockroom", "retain",
            "grams", "tier1_from", "tier1_price", "tier2_from", "tier2_price", "tier3_from", "tier3_price",
        )  # fmt: skip
        help_texts = {
            "remarks": _("For you alone."),
            "description": _("Buyers read it."),
            "stockroom": _("Kept, and not for sale now."),
            "grams": _("Of one piece. Empty: found from the part’s volume."),
        }

    def __init__(self, *args: Any, short: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if short:
            for name in set(self.fields) - {*SHORT, "was"}:
                del self.fields[name]
        if self.instance.pk:
            self.initial["was"] = self.instance.quantity

    def asked(self) -> dict[str, Any]:
        """The fields as the action takes them, once they are valid; without the quantity."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("quantity", "was")}
        given.pop("part", None), given.pop("colour", None)
        if "sale_percent" in given:
            given["sale_percent"] = given["sale_percent"] or 0
        return given

    def _post_clean(self) -> None:
        """The action checks and writes; the form only reads."""


class NewLotForm(LotForm):
    """A lot that is new: which part, in which colour."""

    part = forms.CharField(label=_("part number"), max_length=64)
    colour = forms.TypedChoiceField(label=_("colour"), coerce=int)
    field_order = ("part", "colour")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colour"].choices = colour_choices()  # type: ignore[attr-defined]


class ManyForm(forms.Form):
    """What happens to many lots: one thing at a time."""

    what = forms.ChoiceField(
        choices=[
            ("price", _("Change prices by percent")),
            ("sale", _("Set the sale, in percent")),
            ("location", _("Set the location")),
            ("stockroom", _("Put into the stockroom")),
            ("offer", _("Put up for sale")),
            ("remove", _("Take out of the stock")),
        ]
    )
    value = forms.CharField(max_length=60, required=False)
    every = forms.BooleanField(required=False)
    lots = forms.CharField(required=False)

    def change(self) -> Change:
        """What was chosen, once it is valid; not for `remove`."""
        what, value = self.cleaned_data["what"], self.cleaned_data["value"]
        if what == "price":
            return Change(price_percent=value)
        if what == "sale":
            return Change(sale_percent=value)
        if what == "location":
            return Change(location=value)
        return Change(stockroom=what == "stockroom")

    def clean(self) -> dict[str, Any]:
        """Percents are whole numbers."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("what") in ("price", "sale"):
            text = str(given.get("value", "")).replace("%", "").replace("−", "-").strip()
            try:
                given["value"] = forms.IntegerField(min_value=-100, max_value=1000).clean(text)
            except forms.ValidationError:
                self.add_error("value", _("Write a whole number of percent, such as 5 or -10."))
        return given


class SearchForm(forms.Form):
    """What a seller looks for in their stock. What does not fit asks nothing."""

    q = forms.CharField(max_length=100, required=False)
    category = forms.CharField(max_length=60, required=False)
    colour = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    location = forms.CharField(max_length=60, required=False)
    state = forms.CharField(max_length=10, required=False)

    def question(self) -> StockQuestion:
        """What is asked for."""
        self.is_valid()
        given = self.cleaned_data
        return StockQuestion(
            text=given.get("q", ""),
            category=given.get("category", ""),
            colour=given.get("colour"),
            location=given.get("location", ""),
            state=given.get("state", ""),
        )


def colour_choices() -> list[tuple[int, str]]:
    """All colours with their names in the page's language, by name."""
    language = get_language() or "en"
    codes = Colour.objects.exclude(code__in=[16, 24]).values_list("code", flat=True)
    return sorted(((code, colour_name(code, language)) for code in codes), key=lambda choice: choice[1])
