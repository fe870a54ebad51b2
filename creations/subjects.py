"""Whom events about a creation may be told, and what is true of it now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from users.models import Member
from users.permissions import members

from .models import Creation
from .permissions import policy


class CreationSubject:
    """Whoever may view a creation may hear of it."""

    def known_to(self, member: Member, ids: Collection[int]) -> set[int]:
        """Those of the creations `ids` that the member may know of; deleted ones among them."""
        secret = Creation.objects.filter(pk__in=ids).exclude(policy.viewable_by(member))
        return set(ids) - set(secret.values_list("pk", flat=True))

    def audience(self, pk: int) -> QuerySet[Member]:
        """All who may hear of the creation; everybody, when it is deleted."""
        creation = Creation.objects.filter(pk=pk).first()
        return members() if creation is None else policy.who_can_view(creation)

    def now(self, ids: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """What those that are there are called."""
        return {pk: {"title": title} for pk, title in Creation.objects.filter(pk__in=ids).values_list("pk", "title")}
