"""What members are told about creations."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from users.models import Follow
from users.notifications.models import Event
from users.notifications.registry import Kind


def _owner(event: Event) -> Iterable[int]:
    return [event.data["owner"]]


def _followers(event: Event) -> Iterable[int]:
    return Follow.objects.filter(followed=event.actor_id).values_list("follower", flat=True)


KINDS = (
    Kind("creation.liked", _("%(actor)s likes %(title)s"), _owner, icon="heart", email=False),
    Kind("creation.built", _("%(actor)s built %(title)s"), _owner, icon="brick", detail="note"),
    Kind("creation.forked", _("%(actor)s forked %(title)s"), _owner, icon="fork"),
    Kind("creation.published", _("%(actor)s published %(title)s"), _followers, icon="brick"),
)
