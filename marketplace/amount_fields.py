"""Amounts as people type them, with the point or comma of any language."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AmountField(forms.CharField):
    """An amount of money: a whole number of `1 / scale` of the currency unit, 100 for cents, 10000 for unit prices.

    `4`, `4.90`, `4,90` and `1 234,5` are read; what has more decimals than `scale` is refused.
    """

    def __init__(self, *, scale: int = 100, most: int = 10**8, least: int = 0, **kwargs: Any) -> None:
        self.scale, self.most, self.least = scale, most, least
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The number in full, with two decimals at least, as it is typed."""
        if isinstance(value, bool) or not isinstance(value, int):
            return value
        return in_figures(value, self.scale)

    def clean(self, value: Any) -> Any:
        """The whole number; None where nothing was typed and nothing has to be."""
        text = str(super().clean(value))
        return self.read(text) if text else None

    def read(self, text: str) -> int:
        """Raises ValidationError for what is no such amount."""
        plain = "".join(text.replace("\u202f", "").replace("\xa0", "").split()).replace(",", ".")
        try:
            if not set(plain) <= set("0123456789."):
                raise InvalidOperation
            exact = Decimal(plain) * self.scale
        except InvalidOperation as error:
            raise forms.ValidationError(_("This is no amount: write it as 4.90.")) from error
        if exact != int(exact):
            decimals = len(str(self.scale)) - 1
            raise forms.ValidationError(_("At most %(number)d decimals.") % {"number": decimals})
        if not self.least <= exact <= self.most:
            raise forms.ValidationError(_("This amount is too small or too large."))
        return int(exact)


def in_figures(value: int, scale: int) -> str:
    """`value` of `1 / scale` as it is typed: 350 of 10000 is `0.035`, 490 of 100 is `4.90`."""
    decimals = len(str(scale)) - 1
    whole, rest = divmod(value, scale)
    fraction = f"{rest:0{decimals}d}".rstrip("0").ljust(2, "0")
    return f"{whole}.{fraction}"
