"""Who may hear of what happens to an article or a comment, and what is true of them now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import PageViewRestriction

from creations.subjects import CreationSubject
from users.models import Member
from users.permissions import members

from .models import ArticlePage, Comment


class ArticleSubject:
    """Of events whose subject is `article:id`: for whoever may read it, by its own restrictions and those of pages above."""

    def known_to(self, member: Member, ids: Collection[int]) -> set[int]:
        """Which of these the member may read; one that is gone is nobody's secret."""
        found = ArticlePage.objects.filter(pk__in=ids)
        gone = set(ids) - set(found.values_list("pk", flat=True))
        open_to_all = set(found.live().public().values_list("pk", flat=True))
        restricted = set(ids) - gone - open_to_all
        return gone | open_to_all | {pk for pk in restricted if self.audience(pk).filter(pk=member.pk).exists()}

    def audience(self, pk: int) -> QuerySet[Member]:
        """All who may read it."""
        article = ArticlePage.objects.filter(pk=pk).first()
        if article is None:
            return members()
        readers = members() if article.live else Member.objects.none()
        for restriction in article.get_view_restrictions():
            if restriction.restriction_type == PageViewRestriction.GROUPS:
                allowed = Member.groups.through.objects.filter(group__in=restriction.groups.all())
                readers = readers.filter(Q(pk__in=allowed.values("member")) | Q(is_superuser=True))
            elif restriction.restriction_type == PageViewRestriction.PASSWORD:
                return Member.objects.none()  # who knows the password is nobody's knowledge
        return readers

    def now(self, ids: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """What they are called and about."""
        found = ArticlePage.objects.filter(pk__in=ids).values("pk", "title", "summary")
        return {row["pk"]: {"title": row["title"], "summary": row["summary"]} for row in found}


class CommentSubject:
    """Of events whose subject is `comment:id`: for whoever may see what it is on, while it has words."""

    _parts = (("creation", CreationSubject()), ("article", ArticleSubject()))

    def known_to(self, member: Member, ids: Collection[int]) -> set[int]:
        """Which of these are on something the member may see; deleted ones say nothing any more."""
        found = Comment.objects.filter(pk__in=ids).values_list("pk", "creation", "article")
        on = {part: {row[k] for row in found if row[k]} for k, part in ((1, "creation"), (2, "article"))}
        known = {part: subject.known_to(member, on[part]) if on[part] else set() for part, subject in self._parts}
        secret = {
            pk
            for pk, creation, article in found
            if (creation or article) not in known["creation" if creation else "article"]
        }
        return set(ids) - secret

    def audience(self, pk: int) -> QuerySet[Member]:
        """All who may see what it is on; nobody, when it is deleted."""
        comment = Comment.objects.filter(pk=pk, deleted_at=None).first()
        if comment is None:
            return Member.objects.none()
        if comment.creation_id is not None:
            return CreationSubject().audience(comment.creation_id)
        return ArticleSubject().audience(comment.article_id or 0)

    def now(self, ids: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """How those that stand begin, as they read now, and what they are on is called."""
        found = Comment.objects.filter(pk__in=ids, deleted_at=None).select_related("creation", "article")
        return {one.pk: {"excerpt": one.body[:200], "title": one.subject.title} for one in found}
