"""What becomes of comments and articles when a member or a creation leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from creations.models import Creation
from users.leaving import Fate, Rule, Touched
from users.models import Member

from .actions import take_words_away
from .models import Comment


def words_go_answers_stay(member: Member) -> None:
    """Their comments keep their place in the threads, without words or name."""
    for comment in Comment.objects.filter(author=member, deleted_at=None).order_by("pk"):
        take_words_away(comment, at=timezone.now())
    Comment.objects.filter(author=member).update(author=None)


def creations_they_spoke_of(member: Member) -> Iterable[int]:
    """Which count their comments."""
    spoken = Comment.objects.filter(author=member, deleted_at=None).exclude(creation=None)
    return spoken.values_list("creation", flat=True)


TOUCHED = (Touched(Member, Creation, creations_they_spoke_of),)
RULES = (
    Rule("blog.Comment", "author", Fate.ANONYMOUS, act=words_go_answers_stay),
    Rule("blog.ArticlePage", "featured", Fate.ANONYMOUS),
    Rule("blog.Comment", "creation", Fate.DELETED),
)
