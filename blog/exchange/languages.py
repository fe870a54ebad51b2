"""Among the articles of which language a blog will stand."""

from __future__ import annotations

LANGUAGES = ("en", "fr")


def chosen_language(told: str, own: str) -> str:
    """The one that was told, else the blog's own, else the first."""
    return told or (own if own in LANGUAGES else LANGUAGES[0])
