"""Who may do what with a creation: one object, asked one question at a time."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from users.models import Member, Role
from users.permissions import Visitor, has_role, holding, members

from .models import OPEN, PUBLIC, Creation


class CreationPolicy:
    """Owners do everything but lift a moderator's hiding; moderators see and hide everything; others see what is open."""

    def can_view(self, visitor: Visitor, creation: Creation) -> bool:
        """Whether the visitor may see the creation, when they have its address."""
        return creation.is_open or self.can_edit(visitor, creation) or self.can_moderate(visitor)

    def can_find(self, visitor: Visitor, creation: Creation) -> bool:
        """Whether the visitor may see it without having its address, by a number that anybody can count up to."""
        return creation.is_public or self.can_edit(visitor, creation) or self.can_moderate(visitor)

    def who_can_find(self, creation: Creation) -> QuerySet[Member]:
        """The members for whom `can_find` is true."""
        return members() if creation.is_public else members(Q(pk=creation.owner_id) | holding(Role.MODERATOR))

    def viewable_by(self, visitor: Visitor) -> Q:
        """The creations for which `can_view` holds."""
        if self.can_moderate(visitor):
            return Q()
        return OPEN | Q(owner=visitor.pk) if visitor.is_authenticated else OPEN

    def who_can_view(self, creation: Creation) -> QuerySet[Member]:
        """The members for whom `can_view` is true."""
        if creation.is_open:
            return members()
        return members(Q(pk=creation.owner_id) | holding(Role.MODERATOR))

    def can_edit(self, visitor: Visitor, creation: Creation) -> bool:
        """Whether the creation is the visitor's, to change and to delete."""
        return visitor.is_authenticated and creation.owner_id == visitor.pk

    def who_can_edit(self, creation: Creation) -> QuerySet[Member]:
        """The members for whom `can_edit` is true: its owner."""
        return members(Q(pk=creation.owner_id))

    def can_moderate(self, visitor: Visitor) -> bool:
        """Whether the visitor looks after what others show."""
        return has_role(visitor, Role.MODERATOR)

    def who_can_moderate(self) -> QuerySet[Member]:
        """The members for whom `can_moderate` is true."""
        return members(holding(Role.MODERATOR))

    def can_hide(self, visitor: Visitor, creation: Creation) -> bool:
        """Hide it, or lift the hiding: a moderator, but nobody judges their own."""
        return self.can_moderate(visitor) and not self.can_edit(visitor, creation)

    def who_can_hide(self, creation: Creation) -> QuerySet[Member]:
        """The members for whom `can_hide` is true."""
        return self.who_can_moderate().exclude(pk=creation.owner_id)

    def can_fork(self, visitor: Visitor, creation: Creation) -> bool:
        """Their own can always be forked by a member; another's when it is public and its licence allows it.

        Nobody forks what a moderator hid: the fork would show it again.
        """
        if not visitor.is_authenticated or creation.is_hidden:
            return False
        return self.can_edit(visitor, creation) or (creation.is_public and creation.licence_terms.allows_forks)

    def who_can_fork(self, creation: Creation) -> QuerySet[Member]:
        """The members for whom `can_fork` is true."""
        if creation.is_hidden:
            return Member.objects.none()
        allowed = creation.is_public and creation.licence_terms.allows_forks
        return members() if allowed else self.who_can_edit(creation)

    def visible_to(self, visitor: Visitor) -> Q:
        """The creations a visitor may find in lists: public ones and their own."""
        return PUBLIC | Q(owner=visitor.pk) if visitor.is_authenticated else PUBLIC

    def listed(self, visitor: Visitor) -> QuerySet[Creation]:
        """The creations of `visible_to`."""
        return Creation.objects.filter(self.visible_to(visitor))


policy = CreationPolicy()
