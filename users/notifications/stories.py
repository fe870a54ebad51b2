"""Notifications as they are read: those that say the same of several people are one story, "Ada and 12 others like …".

Stories are made of what stands on one page of the list, or in one mail: nothing about them is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ..models import Member
from . import registry
from .models import Notification
from .sentences import Told, crowd, sentences


@dataclass(frozen=True, slots=True)
class Story:
    """`pk` and `at` are those of its newest notification; `mutes` are keys and the words to mute them by."""

    pk: int
    told: Told
    at: datetime
    is_unread: bool
    mutes: list[tuple[str, str]]


def stories(member: Member, notifications: Sequence[Notification]) -> list[Story]:
    """The stories of these notifications, newest first as they are."""
    found: dict[object, list[tuple[Notification, Told]]] = {}
    for one, told in zip(notifications, sentences(member, notifications), strict=True):
        kind = registry.get(one.event.kind)
        joins = kind is not None and kind.many and told.words
        key = (one.event.kind, one.event.subject, one.read_at is None) if joins else one.pk
        found.setdefault(key, []).append((one, told))
    return [_story(together) for together in found.values()]


def _story(together: list[tuple[Notification, Told]]) -> Story:
    one, told = together[0]
    # Who does something, undoes it and does it again is still one person.
    people = {each.event.actor_id for each, _told in together}
    if len(people) > 1:
        told = crowd(one.event, told, len(people) - 1)
    return Story(one.pk, told, one.created_at, one.read_at is None, _mutes(one, told))


def _mutes(one: Notification, told: Told) -> list[tuple[str, str]]:
    """What could be muted so that there are no more of this kind."""
    kind = registry.get(one.event.kind)
    if kind is None or kind.must or not told.words:
        return []
    words = {"creation": _("No more about this creation"), "article": _("No more about this article")}
    offered = []
    for key in kind.keys(one.event):
        what = key.partition(":")[0]
        if key == f"member:{one.event.actor_id}" and one.event.actor is not None:
            offered.append((key, _("No more of %(name)s") % {"name": one.event.actor}))
        elif what in words:
            offered.append((key, words[what]))
    return offered
