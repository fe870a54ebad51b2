"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from marketplace.payments import takes_orders
from marketplace.permissions import policy as shops
from marketplace.permissions import shop_policy
from users.models import Role
from users.notifications.queries import unread_count

from . import mailbox


def site(request: HttpRequest) -> dict[str, Any]:
    """The unread count is asked for only by templates that show it."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "site_url": settings.SITE_URL,
        "live_url": settings.LIVE_URL,
        "debug_mailbox": mailbox.is_shown(request),
        "takes_orders": takes_orders(),
        "unread": SimpleLazyObject(lambda: unread_count(user)) if signed_in else 0,  # type: ignore[arg-type]
        "is_seller": SimpleLazyObject(lambda: shops.shops_of(user).exists()) if signed_in else False,  # type: ignore[arg-type]
        "opens_shops": signed_in and shop_policy.can_open(user),  # type: ignore[arg-type]
        "is_operator": SimpleLazyObject(lambda: user.has_role(Role.OPERATOR)) if signed_in else False,  # type: ignore[union-attr]
        "is_editor": SimpleLazyObject(lambda: user.has_role(Role.EDITOR)) if signed_in else False,  # type: ignore[union-attr]
        "languages": settings.LANGUAGES,
        "currency": settings.PROSUM_CURRENCY,
    }
