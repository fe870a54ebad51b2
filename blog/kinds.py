"""What members are told about comments and articles."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from users.notifications.registry import Kind

from .events import ArticlePublished, CommentAnswered, CommentMade


def _owner(happened: CommentMade, actor: int | None) -> Q:
    return Q(pk=happened.owner)


def _answered(happened: CommentAnswered, actor: int | None) -> Q:
    return Q(pk=happened.answered)


def _readers(happened: ArticlePublished, actor: int | None) -> Q:
    return Q(language=happened.language)


KINDS = (
    # Both are told of one comment: whoever is answered on their own creation hears of the answer alone.
    Kind(
        CommentMade,
        _("%(actor)s commented on %(title)s"),
        _owner,
        icon="comment",
        label=_("somebody comments on what you made"),
        detail="excerpt",
        shared=True,
    ),
    Kind(
        CommentAnswered,
        _("%(actor)s answered you on %(title)s"),
        _answered,
        icon="comment",
        label=_("somebody answers a comment of yours"),
        detail="excerpt",
        shared=True,
        rank=1,
    ),
    Kind(
        ArticlePublished,
        _("New article: %(title)s"),
        _readers,
        icon="article",
        label=_("there is a new article in your language"),
        email=False,
        detail="summary",
        outlives=True,
    ),
)
