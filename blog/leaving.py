"""What becomes of comments and articles when a member or a creation leaves."""

from __future__ import annotations

from django.utils import timezone

from users.leaving import Fate, Rule
from users.models import Member

from .actions import take_words_away
from .models import Comment


def words_go_answers_stay(member: Member) -> None:
    """Their comments keep their place in the threads, without words or name."""
    for comment in Comment.objects.filter(author=member, deleted_at=None).order_by("pk"):
        take_words_away(comment, at=timezone.now())
    Comment.objects.filter(author=member).update(author=None)


RULES = (
    Rule("blog.Comment", "author", Fate.ANONYMOUS, act=words_go_answers_stay),
    Rule("blog.ArticlePage", "featured", Fate.ANONYMOUS),
    Rule("blog.Comment", "creation", Fate.DELETED),
)
