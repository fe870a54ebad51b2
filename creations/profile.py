"""A member's creations on their page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from users.models import Member

from .models import Build, Creation
from .permissions import policy
from .queries import for_cards, liked_ids


def creations(member: Member, visitor: Any) -> dict[str, Any]:
    """Up to 60 of the member's creations that the visitor may find, and what the member built and collected."""
    visible = Creation.objects.filter(policy.visible_to(visitor), owner=member)
    shown = list(for_cards(visible).order_by("-pk")[:60])
    public = Creation.objects.public()
    return {
        "creations": shown,
        "liked": liked_ids(visitor, shown),
        "builds": Build.objects.filter(creation__in=public, member=member).select_related("creation__owner")[:6],
        "collections": member.collections.filter(Q(is_public=True) | Q(owner=visitor.pk))[:12],
    }
