"""What members are told about each other."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .events import MemberFollowed, SignInsFailed
from .notifications.registry import Kind


def _followed(happened: MemberFollowed, actor: int | None) -> Q:
    return Q(pk=happened.member)


def _tried(happened: SignInsFailed, actor: int | None) -> Q:
    return Q(pk=happened.member)


KINDS = (
    Kind(
        MemberFollowed,
        _("%(actor)s follows you"),
        _followed,
        icon="person",
        label=_("somebody follows you"),
        many=ngettext_lazy(
            "%(actor)s and %(others)d other follow you", "%(actor)s and %(others)d others follow you", "others"
        ),
        email=False,
        once=True,
    ),
    Kind(
        SignInsFailed,
        _(
            "Somebody tried several times to sign in as you and did not get in. If that was not you, a second factor keeps "
            "your account safe even from those who learn your password."
        ),
        _tried,
        icon="warning",
        must=True,
    ),
)
