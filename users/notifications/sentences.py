"""How an event reads."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Member
from . import registry
from .event_data import BadEventData
from .models import Event, Notification
from .subjects import withheld

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a sentence in the current language, with the path it leads to and an icon's name."""

    text: str
    path: str
    icon: str
    detail: str


def sentence(event: Event) -> Told:
    """The sentence of an event; a general one when its kind or what was kept of it is no longer known."""
    kind = registry.get(event.kind)
    try:
        data = kind.read(event).as_json() if kind else None
    except BadEventData:
        logger.exception("event %s cannot be told", event.pk)
        data = None
    if kind is None or data is None:
        return Told(_("Something happened."), str(event.data.get("path") or "/"), "bell", "")
    actor = str(event.actor) if event.actor else _("Somebody")
    text = str(kind.sentence) % {**data, "actor": actor}
    return Told(text, data["path"], kind.icon, data[kind.detail] if kind.detail else "")


def sentences(member: Member, notifications: Sequence[Notification]) -> list[Told]:
    """How these read to the member now: what they may no longer know of is not named."""
    kept_back = withheld(member, [notification.event for notification in notifications])
    secret = Told(_("Something happened to a creation that is no longer public."), "/notifications/", "lock", "")
    return [secret if one.event_id in kept_back else sentence(one.event) for one in notifications]
