"""Amounts of money as people read them."""

from __future__ import annotations

from babel.numbers import format_currency
from django.utils.translation import get_language


def in_words(amount: int, currency: str) -> str:
    """`amount` minor units of `currency` in the current language's form, such as "€12.30" or "12,30 €"."""
    return format_currency(amount / 100, currency, locale=(get_language() or "en").replace("-", "_"))
