"""What members are told about creations."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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


def _owner(happened: OfCreation, actor: int | None) -> Q:
    return Q(pk=happened.owner)


def _followers(happened: CreationPublished, actor: int | None) -> Q:
    return Q(pk__in=Follow.objects.filter(followed=actor).values("follower"))


KINDS = (
    Kind(
        CreationLiked,
        _("%(actor)s likes %(title)s"),
        _owner,
        icon="heart",
        label=_("somebody likes a creation of yours"),
        many=ngettext_lazy(
            "%(actor)s and %(others)d other like %(title)s", "%(actor)s and %(others)d others like %(title)s", "others"
        ),
        email=False,
        once=True,
    ),
    Kind(
        CreationBuilt,
        _("%(actor)s built %(title)s"),
        _owner,
        icon="brick",
        label=_("somebody built a creation of yours"),
        many=ngettext_lazy(
            "%(actor)s and %(others)d other built %(title)s",
            "%(actor)s and %(others)d others built %(title)s",
            "others",
        ),
        detail="note",
        once=True,
    ),
    Kind(
        CreationForked,
        _("%(actor)s forked %(title)s"),
        _owner,
        icon="fork",
        label=_("somebody forked a creation of yours"),
        many=ngettext_lazy(
            "%(actor)s and %(others)d other forked %(title)s",
            "%(actor)s and %(others)d others forked %(title)s",
            "others",
        ),
        once=True,
    ),
    Kind(
        CreationPublished,
        _("%(actor)s published %(title)s"),
        _followers,
        icon="brick",
        label=_("somebody you follow publishes a creation"),
    ),
    Kind(
        CreationHidden,
        _("%(title)s was hidden by a moderator; only you see it"),
        _owner,
        icon="lock",
        detail="reason",
        must=True,
    ),
    Kind(CreationShown, _("%(title)s is shown again"), _owner, icon="check", must=True),
)
