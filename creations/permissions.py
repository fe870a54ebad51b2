"""Who may do what with a creation: one object, asked one question at a time."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from users.models import Member, Role

from .models import Creation, Visibility

Visitor = Member | AnonymousUser


class CreationPolicy:
    """Owners do everything; moderators see and hide everything; others see what is not a draft."""

    def can_view(self, visitor: Visitor, creation: Creation) -> bool:
        return not creation.is_draft or self.can_edit(visitor, creation) or self.can_moderate(visitor)

    def can_edit(self, visitor: Visitor, creation: Creation) -> bool:
        return visitor.is_authenticated and creation.owner_id == visitor.pk

    def can_moderate(self, visitor: Visitor) -> bool:
        return isinstance(visitor, Member) and visitor.has_role(Role.MODERATOR)

    def can_fork(self, visitor: Visitor, creation: Creation) -> bool:
        """A member's own creation can always be forked by them; another's when it is public and its licence allows it."""
        if not visitor.is_authenticated:
            return False
        return self.can_edit(visitor, creation) or (creation.is_public and creation.licence_terms.allows_forks)

    def visible_to(self, visitor: Visitor) -> Q:
        """The creations a visitor may find in lists: public ones and their own."""
        public = Q(visibility=Visibility.PUBLIC)
        return public | Q(owner=visitor.pk) if visitor.is_authenticated else public

    def listed(self, visitor: Visitor) -> QuerySet[Creation]:
        return Creation.objects.filter(self.visible_to(visitor))


policy = CreationPolicy()
