"""The Studio's sentences in the visitor's language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.translation import gettext, ngettext


@cache
def _messages() -> list[str | list[str]]:
    """Every sentence of the browser's code; `prosum translations update` writes the list."""
    found: list[str | list[str]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return found


def studio_words() -> dict[str, str | list[str]]:
    """Translations by the English sentence; for one with a plural, both forms."""
    told: dict[str, str | list[str]] = {}
    for message in _messages():
        if isinstance(message, str):
            told[message] = gettext(message)
        else:
            one, many = message
            told[one] = [ngettext(one, many, 1), ngettext(one, many, 2)]
    return told
