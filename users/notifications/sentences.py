"""How an event reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import registry
from .models import Event


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a sentence in the current language, with the path it leads to and an icon's name."""

    text: str
    path: str
    icon: str
    detail: str


def sentence(event: Event) -> Told:
    """The sentence of an event; a general one when its kind is no longer known."""
    kind = registry.get(event.kind)
    path = str(event.data.get("path") or "/")
    if kind is None:
        return Told(_("Something happened."), path, "bell", "")
    actor = str(event.actor) if event.actor else _("Somebody")
    names = {key: str(value) for key, value in event.data.items()}
    text = str(kind.sentence) % {**names, "actor": actor}
    return Told(text, path, kind.icon, names.get(kind.detail, ""))
