"""Who may change a comment."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from users.models import Member, Role

from .models import Comment

Visitor = Member | AnonymousUser


class CommentPolicy:
    def can_edit(self, visitor: Visitor, comment: Comment) -> bool:
        return visitor.is_authenticated and comment.author_id == visitor.pk and comment.deleted_at is None

    def can_delete(self, visitor: Visitor, comment: Comment) -> bool:
        return self.can_edit(visitor, comment) or (isinstance(visitor, Member) and visitor.has_role(Role.MODERATOR))


policy = CommentPolicy()
