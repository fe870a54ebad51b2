"""Whom events about a creation may be told."""

from __future__ import annotations

from collections.abc import Collection

from users.models import Member

from .models import Creation
from .permissions import policy


class CreationSubject:
    """Whoever may view a creation may hear of it."""

    def known_to(self, member: Member, ids: Collection[int]) -> set[int]:
        """Those of the creations `ids` that the member may know of; deleted ones among them."""
        secret = Creation.objects.filter(pk__in=ids).exclude(policy.viewable_by(member))
        return set(ids) - set(secret.values_list("pk", flat=True))

    def hearers(self, pk: int, members: Collection[int]) -> set[int]:
        """Those of `members` who may hear of the creation; all, when it is deleted."""
        creation = Creation.objects.filter(pk=pk).first()
        if creation is None:
            return set(members)
        return set(policy.who_can_view(creation).filter(pk__in=members).values_list("pk", flat=True))
