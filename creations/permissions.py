"""Who may do what with a creation: one object, asked one question at a time."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from users.models import Member, Role

from .models import OPEN, PUBLIC, Creation

Visitor = Member | AnonymousUser


class CreationPolicy:
    """Owners do everything but lift a moderator's hiding; moderators see and hide everything; others see what is open."""

    def can_view(self, visitor: Visitor, creation: Creation) -> bool:
        return creation.is_open or self.can_edit(visitor, creation) or self.can_moderate(visitor)

    def viewable_by(self, visitor: Visitor) -> Q:
        """The creations for which `can_view` holds."""
        if self.can_moderate(visitor):
            return Q()
        return OPEN | Q(owner=visitor.pk) if visitor.is_authenticated else OPEN

    def viewers_among(self, creation: Creation, members: Collection[int]) -> set[int]:
        """Which of these members may view the creation."""
        if creation.is_open:
            return set(members)
        moderators = Q(is_superuser=True) | Q(groups__name__in=[Role.MODERATOR, Role.OPERATOR])
        found = Member.objects.filter(moderators | Q(pk=creation.owner_id), pk__in=members, is_active=True)
        return set(found.values_list("pk", flat=True))

    def can_edit(self, visitor: Visitor, creation: Creation) -> bool:
        return visitor.is_authenticated and creation.owner_id == visitor.pk

    def can_moderate(self, visitor: Visitor) -> bool:
        return isinstance(visitor, Member) and visitor.has_role(Role.MODERATOR)

    def can_hide(self, visitor: Visitor, creation: Creation) -> bool:
        """Hide it, or lift the hiding: a moderator, but nobody judges their own."""
        return self.can_moderate(visitor) and not self.can_edit(visitor, creation)

    def can_fork(self, visitor: Visitor, creation: Creation) -> bool:
        """Their own can always be forked by a member; another's when it is public and its licence allows it.

        Nobody forks what a moderator hid: the fork would show it again.
        """
        if not visitor.is_authenticated or creation.is_hidden:
            return False
        return self.can_edit(visitor, creation) or (creation.is_public and creation.licence_terms.allows_forks)

    def visible_to(self, visitor: Visitor) -> Q:
        """The creations a visitor may find in lists: public ones and their own."""
        return PUBLIC | Q(owner=visitor.pk) if visitor.is_authenticated else PUBLIC

    def listed(self, visitor: Visitor) -> QuerySet[Creation]:
        return Creation.objects.filter(self.visible_to(visitor))


policy = CreationPolicy()
