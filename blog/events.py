"""What happens to comments and articles. `owner` and `answered` are members' ids, None when the account is gone."""

from __future__ import annotations

from dataclasses import dataclass

from users.notifications.event_data import EventData


@dataclass(frozen=True, kw_only=True)
class CommentMade(EventData):
    """`owner` is whose creation or article it is on, `answered` whom it answers, `excerpt` how it begins."""

    kind = "comment.made"
    title: str
    owner: int | None
    answered: int | None
    excerpt: str
    path: str


@dataclass(frozen=True, kw_only=True)
class CommentAnswered(EventData):
    """`answered` is whose comment it answers; `excerpt` is how the answer begins."""

    kind = "comment.answered"
    title: str
    answered: int | None
    excerpt: str
    path: str


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(EventData):
    """`language` is the code of the language it is written in."""

    kind = "article.published"
    title: str
    summary: str
    language: str
    path: str
