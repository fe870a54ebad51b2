"""What members are told about comments and articles."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from users.models import Member
from users.notifications.registry import Kind

from .events import ArticlePublished, CommentAnswered, CommentMade


def _owner(happened: CommentMade, actor: int | None) -> Iterable[int | None]:
    # Whoever is answered hears of the answer; one notification is enough.
    return [happened.owner] if happened.owner != happened.answered else []


def _answered(happened: CommentAnswered, actor: int | None) -> Iterable[int | None]:
    return [happened.answered]


def _readers(happened: ArticlePublished, actor: int | None) -> Iterable[int]:
    return Member.objects.filter(is_active=True, language=happened.language).values_list("pk", flat=True)


KINDS = (
    Kind(CommentMade, _("%(actor)s commented on %(title)s"), _owner, icon="comment", detail="excerpt"),
    Kind(CommentAnswered, _("%(actor)s answered you on %(title)s"), _answered, icon="comment", detail="excerpt"),
    Kind(
        ArticlePublished,
        _("New article: %(title)s"),
        _readers,
        icon="article",
        email=False,
        detail="summary",
        outlives=True,
    ),
)
