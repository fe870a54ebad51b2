"""What members are told about each other."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from .events import MemberFollowed
from .notifications.registry import Kind


def _followed(happened: MemberFollowed, actor: int | None) -> Iterable[int]:
    return [happened.member]


KINDS = (Kind(MemberFollowed, _("%(actor)s follows you"), _followed, icon="person", email=False),)
