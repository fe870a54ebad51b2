"""What happens to comments and articles. `owner` and `answered` are members' ids, None when the account is gone."""

from __future__ import annotations

from dataclasses import dataclass

from users.notifications.event_data import EventData


@dataclass(frozen=True, kw_only=True)
class CommentMade(EventData):
    """`owner` is whose creation or article it is on, `where` that as a subject. Its words stay with the comment."""

    kind = "comment.made"
    title: str
    owner: int | None
    where: str
    path: str


@dataclass(frozen=True, kw_only=True)
class CommentAnswered(EventData):
    """`answered` is whose comment it answers, `where` what both are on, as a subject."""

    kind = "comment.answered"
    title: str
    answered: int | None
    where: str
    path: str


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(EventData):
    """`language` is the code of the language it is written in."""

    kind = "article.published"
    title: str
    summary: str
    language: str
    path: str
