"""What becomes of comments and articles when a member or a creation leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from creations.models import Creation
from users.leaving import Fate, Rule, Touched
from users.models import Member
from users.notifications.models import Event

from .actions import take_words_away
from .models import Comment


def words_go_answers_stay(member: Member) -> None:
    """Their comments keep their place in the threads, without words or name."""
    for comment in Comment.objects.filter(author=member, deleted_at=None).order_by("pk"):
        take_words_away(comment, at=timezone.now())
    Comment.objects.filter(author=member).update(author=None)


def comments_go(creation: Creation) -> None:
    """With what was told of them."""
    comments = Comment.objects.filter(creation=creation)
    subjects = comments.annotate(told_as=Concat(Value("comment:"), Cast("pk", CharField()))).values("told_as")
    Event.objects.filter(subject__in=subjects).delete()
    comments.delete()


def creations_they_spoke_of(member: Member) -> Iterable[int]:
    """Which count their comments."""
    spoken = Comment.objects.filter(author=member, deleted_at=None).exclude(creation=None)
    return spoken.values_list("creation", flat=True)


TOUCHED = (Touched(Member, Creation, creations_they_spoke_of),)
RULES = (
    Rule("blog.Comment", "author", Fate.ANONYMOUS, act=words_go_answers_stay),
    Rule("blog.ArticlePage", "featured", Fate.ANONYMOUS),
    Rule("blog.Comment", "creation", Fate.DELETED, act=comments_go),
)
