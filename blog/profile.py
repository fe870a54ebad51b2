"""A member's articles on their page."""

from __future__ import annotations

from typing import Any

from users.models import Member

from .models import ArticlePage


def articles(member: Member, visitor: Any) -> dict[str, Any]:
    """The twelve newest articles of the member that everybody may read, as `articles`."""
    found = (
        ArticlePage.objects.live()
        .public()
        .filter(owner=member)
        .select_related("locale")
        .order_by("-first_published_at")
    )
    return {"articles": found[:12]}
