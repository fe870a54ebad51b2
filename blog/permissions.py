"""Who may read an article, and who may change a comment."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from wagtail.models import PageViewRestriction

from users.models import Member, Role
from users.permissions import Visitor, has_role, holding, members

from .models import ArticlePage, Comment


class ArticlePolicy:
    """Whoever passes the article's own restrictions and those of the pages above. The other way: `subjects.hearers`."""

    def can_read(self, visitor: Visitor, article: ArticlePage, passed: Collection[int] = ()) -> bool:
        """Whether the visitor may read it; `passed` are the restrictions whose password they gave in this session."""
        return article.live and all(
            self._passes(visitor, restriction, passed) for restriction in article.get_view_restrictions()
        )

    def _passes(self, visitor: Visitor, restriction: PageViewRestriction, passed: Collection[int]) -> bool:
        if restriction.restriction_type == PageViewRestriction.PASSWORD:
            return restriction.pk in passed
        if restriction.restriction_type == PageViewRestriction.GROUPS:
            return visitor.is_authenticated and (
                visitor.is_superuser or visitor.groups.filter(pk__in=restriction.groups.all()).exists()
            )
        return restriction.restriction_type != PageViewRestriction.LOGIN or visitor.is_authenticated


class CommentPolicy:
    """Authors change and delete their words while they stand; moderators delete anybody's, and again what is deleted."""

    def can_edit(self, visitor: Visitor, comment: Comment) -> bool:
        """Whether the visitor may change the comment's words: its author, while they stand."""
        return visitor.is_authenticated and comment.author_id == visitor.pk and comment.deleted_at is None

    def who_can_edit(self, comment: Comment) -> QuerySet[Member]:
        """The members for whom `can_edit` is true."""
        return members(Q(pk=comment.author_id)) if comment.deleted_at is None else Member.objects.none()

    def can_delete(self, visitor: Visitor, comment: Comment) -> bool:
        """Whether the visitor may take the comment's words away: its author or a moderator."""
        return self.can_edit(visitor, comment) or has_role(visitor, Role.MODERATOR)

    def who_can_delete(self, comment: Comment) -> QuerySet[Member]:
        """The members for whom `can_delete` is true."""
        return self.who_can_edit(comment) | members(holding(Role.MODERATOR))


policy = CommentPolicy()
article_policy = ArticlePolicy()
