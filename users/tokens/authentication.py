"""How the API knows whose token it is given, and what that token may do."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from ..models import Member
from .models import ApiToken

#: What a token looks like; nothing else is looked up.
_SHAPE = re.compile(rb"prosum_[0-9a-f]{64}")
#: How exactly the last use is kept: a program that calls a hundred times a minute costs one write.
_USE = timedelta(minutes=1)


class ApiTokenAuthentication(TokenAuthentication):
    """Knox's, for tokens with a scope.

    The scope is asked here and not in a permission class, because a view that names its own permissions would forget it.
    """

    def authenticate(self, request: Request) -> tuple[Member, ApiToken] | None:
        """Member and token, or None without one. Raises AuthenticationFailed, and PermissionDenied when it may only read."""
        try:
            found: tuple[Member, ApiToken] | None = super().authenticate(request)
        except UnicodeError as error:
            raise AuthenticationFailed(_("Invalid token.")) from error
        if found is not None:
            token = found[1]
            if request.method not in SAFE_METHODS and not token.may_write:
                raise PermissionDenied(_("This token may only read."))
            _note_use(token)
        return found

    def authenticate_credentials(self, token: bytes) -> tuple[Member, ApiToken]:
        """Member and token. Raises AuthenticationFailed, without asking the database what is no token."""
        if not _SHAPE.fullmatch(token):
            raise AuthenticationFailed(_("Invalid token."))
        found: tuple[Member, ApiToken] = super().authenticate_credentials(token)
        return found


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - _USE:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _USE)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
