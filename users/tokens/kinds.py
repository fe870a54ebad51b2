"""What members are told about their tokens."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..notifications.registry import Kind
from .events import TokenCreated

KINDS = (
    Kind(
        TokenCreated,
        _(
            "A token for the API was made in your name: %(name)s. If that was not you, revoke it and change your password."
        ),
        whom=lambda happened, actor: Q(pk=happened.member),
        icon="lock",
        must=True,
    ),
)
