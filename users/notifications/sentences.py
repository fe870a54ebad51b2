"""How an event reads."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from ..models import Member
from . import registry, subjects
from .event_data import BadEventData
from .models import Event, Notification
from .subjects import withheld

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a sentence in the current language, with the path it leads to and an icon's name.

    `words` are those that the sentence was made with; none when it says no more than that something happened.
    """

    text: str
    path: str
    icon: str
    detail: str
    words: Mapping[str, Any] = field(default_factory=dict)


def sentence(event: Event, now: Mapping[str, Any] | None = None) -> Told:
    """The sentence of an event; a general one when its kind or what was kept of it is no longer known.

    `now` is what is true of its subject today (`subjects.now`): it goes before what was kept.
    """
    kind = registry.get(event.kind)
    try:
        data = kind.read(event).as_json() if kind else None
    except BadEventData:
        logger.exception("event %s cannot be told", event.pk)
        data = None
    if kind is None or data is None:
        return Told(_("Something happened."), str(event.data.get("path") or "/"), "bell", "")
    data |= now or {}
    actor = str(event.actor) if event.actor else _("Somebody")
    words = {**data, "actor": actor}
    return Told(str(kind.sentence) % words, data["path"], kind.icon, str(data.get(kind.detail, "")), words=words)


def crowd(event: Event, told: Told, others: int) -> Told:
    """The same told of the event's actor and so many others; its kind has words for that."""
    kind = registry.get(event.kind)
    assert kind is not None
    return replace(told, text=str(kind.many % {**told.words, "others": others}))


def sentences(member: Member, notifications: Sequence[Notification]) -> list[Told]:
    """How these read to the member now: what they may no longer know of, and what is gone, is not named."""
    events = [notification.event for notification in notifications]
    kept_back, now = withheld(member, events), subjects.now(events)
    secret = Told(_("Something happened to a creation that is no longer public."), "/notifications/", "lock", "")
    gone = Told(_("What this was about is no longer there."), "/notifications/", "lock", "")
    told = []
    for event in events:
        if event.pk in kept_back:
            told.append(secret)
        elif now[event.pk] is None and not registry.is_outliving(event.kind):
            told.append(gone)
        else:
            told.append(sentence(event, now[event.pk]))
    return told
