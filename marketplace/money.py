"""From unit prices to amounts, and amounts as people read them."""

from __future__ import annotations

from copy import copy
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import get_language

#: So many units of a unit price are a minor unit ("cent") of the currency. Real shops sell a piece at 0.035.
UNITS_A_CENT = 100


def line_price(quantity: int, unit_price: int) -> int:
    """Minor units of so many pieces at `unit_price` ten-thousandths each: rounded once, half up.

    The only place where ten-thousandths become cents.
    """
    return (quantity * unit_price + UNITS_A_CENT // 2) // UNITS_A_CENT


def in_words(amount: int, currency: str) -> str:
    """`amount` minor units of `currency` in the current language's form, such as "€12.30" or "12,30 €"."""
    return format_currency(amount / 100, currency, locale=(get_language() or "en").replace("-", "_"))


def unit_price_in_words(unit_price: int, currency: str) -> str:
    """A unit price with the decimals it has, two at least: "€0.035", "€1.20"."""
    locale = Locale.parse((get_language() or "en").replace("-", "_"))
    pattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (2, 4)
    return str(
        pattern.apply(Decimal(unit_price) / (100 * UNITS_A_CENT), locale, currency=currency, currency_digits=False)
    )
