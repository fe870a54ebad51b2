"""Who may hear of what happens to an article: whoever may read it, by its own restrictions and those of the pages above."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from wagtail.models import PageViewRestriction

from users.models import Member

from .models import ArticlePage


class ArticleSubject:
    """Of events whose subject is `article:id`."""

    def known_to(self, member: Member, ids: Collection[int]) -> set[int]:
        """Which of these the member may read; one that is gone is nobody's secret."""
        found = ArticlePage.objects.filter(pk__in=ids)
        gone = set(ids) - set(found.values_list("pk", flat=True))
        open_to_all = set(found.live().public().values_list("pk", flat=True))
        restricted = set(ids) - gone - open_to_all
        return gone | open_to_all | {pk for pk in restricted if self.hearers(pk, [member.pk])}

    def hearers(self, pk: int, members: Collection[int]) -> set[int]:
        """Which of these members may read it."""
        article = ArticlePage.objects.filter(pk=pk).first()
        if article is None:
            return set(members)
        if not article.live:
            return set()
        readers = Member.objects.filter(pk__in=members)
        for restriction in article.get_view_restrictions():
            if restriction.restriction_type == PageViewRestriction.GROUPS:
                readers = readers.filter(Q(groups__in=restriction.groups.all()) | Q(is_superuser=True)).distinct()
            elif restriction.restriction_type == PageViewRestriction.PASSWORD:
                return set()  # who knows the password is nobody's knowledge
        return set(readers.values_list("pk", flat=True))
