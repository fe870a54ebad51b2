"""What members are told about creations."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from users.models import Follow
from users.notifications.registry import Kind

from .events import (
    CreationBuilt,
    CreationForked,
    CreationHidden,
    CreationLiked,
    CreationPublished,
    CreationShown,
    OfCreation,
)


def _owner(happened: OfCreation, actor: int | None) -> Iterable[int]:
    return [happened.owner]


def _followers(happened: CreationPublished, actor: int | None) -> Iterable[int]:
    return Follow.objects.filter(followed=actor).values_list("follower", flat=True)


KINDS = (
    Kind(CreationLiked, _("%(actor)s likes %(title)s"), _owner, icon="heart", email=False, once=True),
    Kind(CreationBuilt, _("%(actor)s built %(title)s"), _owner, icon="brick", detail="note", once=True),
    Kind(CreationForked, _("%(actor)s forked %(title)s"), _owner, icon="fork", once=True),
    Kind(CreationPublished, _("%(actor)s published %(title)s"), _followers, icon="brick"),
    Kind(
        CreationHidden,
        _("%(title)s was hidden by a moderator; only you see it"),
        _owner,
        icon="lock",
        detail="reason",
    ),
    Kind(CreationShown, _("%(title)s is shown again"), _owner, icon="check"),
)
