"""Reading comments and articles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import get_language

from creations.models import Creation

from .models import ArticlePage, Comment


@dataclass(slots=True)
class Thread:
    """A comment with the answers to it, as a tree."""

    comment: Comment
    answers: list[Thread] = field(default_factory=list)


def threads(subject: Creation | ArticlePage) -> list[Thread]:
    """The comments on something as trees, oldest first; one query. A deleted comment without answers is left out."""
    children: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in subject.comments.select_related("author", "imported", "creation__owner").order_by("id"):
        children[comment.parent_id].append(comment)
    return _trees(children, None)


def _trees(children: dict[int | None, list[Comment]], parent: int | None) -> list[Thread]:
    found = []
    for comment in children[parent]:
        thread = Thread(comment, _trees(children, comment.pk))
        if comment.deleted_at is None or thread.answers:
            found.append(thread)
    return found


def said(talk: list[Thread]) -> int:
    """How many comments there are to read; deleted ones do not count."""
    return sum((thread.comment.deleted_at is None) + said(thread.answers) for thread in talk)


def latest_articles(number: int) -> QuerySet[ArticlePage]:
    """The newest articles in the current language."""
    language = (get_language() or "en")[:2]
    live = ArticlePage.objects.live().public().filter(locale__language_code=language)
    newest = live.select_related("owner", "imported", "cover", "featured__current", "featured__cover").defer(
        "featured__current__facts"
    )
    found: QuerySet[ArticlePage] = newest.order_by("-first_published_at", "-pk")[:number]
    return found
