"""The comments of a blog, under the articles they were said of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from users.one_line import one_line

from ..actions import MAX_DEPTH
from ..exchange import PUBLISHED
from ..exchange import Comment as Said
from ..exchange.records import Id
from ..models import ArticlePage, Comment, ImportedComment

_LAST = datetime.max.replace(tzinfo=UTC)


def bring_comments(source: str, page: ArticlePage, said: Iterable[Said]) -> int:
    """Bring those that are not here yet; says how many. The caller has a transaction. Nobody is told of them.

    What was not public stays out of sight, in the row of its origin alone.
    """
    rows = ImportedComment.objects.filter(source=source, article=page).values_list("source_id", "comment")
    here: dict[str, int | None] = dict(rows)
    new = [each for each in said if str(each.id) not in here]
    shown = _shown(page, new, here)
    ImportedComment.objects.bulk_create(
        ImportedComment(
            source=source,
            source_id=str(each.id)[:200],
            article=page,
            comment=shown.get(each.id),
            parent_id="" if each.parent is None else str(each.parent)[:200],
            state=each.state,
            name=one_line(each.author)[:200],
            said_at=each.date,
            body="" if each.id in shown else each.text,
        )
        for each in new
    )
    return len(new)


def _shown(page: ArticlePage, new: list[Said], here: dict[str, int | None]) -> dict[Id, Comment]:
    """The public ones as comments, level by level, the oldest first, threads as deep as ours are."""
    waiting = [each for each in new if each.state == PUBLISHED and each.text]
    waiting.sort(key=lambda each: (each.date or _LAST, str(each.id)))
    public = {each.id for each in waiting}
    made: dict[Id, Comment] = {}
    depths: dict[Id, int] = {}
    while waiting:
        ready = [each for each in waiting if each.parent is None or each.parent not in public or each.parent in made]
        rows = []
        for each in ready:
            parent, depth = _under(each, made, depths, here)
            depths[each.id] = depth
            rows.append(Comment(article=page, parent_id=parent, body=each.text))
        for each, row in zip(ready, Comment.objects.bulk_create(rows), strict=True):
            row.created_at = each.date or row.created_at
            made[each.id] = row
        done = {each.id for each in ready}
        waiting = [each for each in waiting if each.id not in done]
    Comment.objects.bulk_update(made.values(), ["created_at"], batch_size=500)
    return made


def _under(
    each: Said, made: dict[Id, Comment], depths: dict[Id, int], here: dict[str, int | None]
) -> tuple[int | None, int]:
    """The comment it hangs under and how deep that is; beyond the deepest it joins its elder's level."""
    if each.parent is None:
        return None, 0
    parent = made.get(each.parent)
    if parent is None:
        return here.get(str(each.parent)), 1
    depth = depths[each.parent] + 1
    return (parent.parent_id, depth - 1) if depth >= MAX_DEPTH else (parent.pk, depth)
