"""Say something, change it, take it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from creations.locking import lock_counters
from creations.models import Creation
from creations.permissions import policy as creation_policy
from users.editions import edit
from users.errors import ActionError, NotAllowed
from users.models import Member
from users.notifications.models import Event
from users.notifications.outbox import record
from users.one_line import is_blank

from .events import CommentAnswered, CommentMade
from .models import ArticlePage, Comment
from .permissions import article_policy, policy

MAX_DEPTH = 4


class EmptyComment(ActionError):
    """There is nothing to say."""


def comment(
    *,
    author: Member,
    body: str,
    subject: Creation | ArticlePage,
    parent: Comment | None = None,
    passed: Collection[int] = (),
) -> Comment:
    """A comment on a creation or article, or an answer to one there. Raises NotAllowed, EmptyComment.

    `passed` are the restrictions of articles whose password the author gave.
    """
    _check_body(body)
    if isinstance(subject, Creation) and not creation_policy.can_view(author, subject):
        raise NotAllowed
    if isinstance(subject, ArticlePage) and not article_policy.can_read(author, subject, passed):
        raise NotAllowed
    if parent is not None and (parent.deleted_at or parent.subject != subject):
        raise NotAllowed(_("The comment you answer is no longer there."))
    key = "creation" if isinstance(subject, Creation) else "article"
    with transaction.atomic():
        made = Comment.objects.create(author=author, body=body.strip(), parent=_thread(parent), **{key: subject})
        told = {"title": subject.title, "where": f"{key}:{subject.pk}", "path": made.path}
        mine = f"comment:{made.pk}"
        record(CommentMade(owner=subject.owner_id, **told), actor=author, subject=mine)
        if parent is not None and parent.author_id is not None:
            record(CommentAnswered(answered=parent.author_id, **told), actor=author, subject=mine)
    return made


def edit_comment(*, comment: Comment, member: Member, body: str, edition: int | None = None) -> Comment:
    """Change its words; `edition` is the one that was changed. Raises NotAllowed, EmptyComment, EditedMeanwhile."""
    _check_body(body)
    with transaction.atomic():
        # As it is now: a moderator may just have taken the words away.
        locked = Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment.pk)
        if not policy.can_edit(member, locked):
            raise NotAllowed
        edit(locked, {"body": body.strip()}, edition)
        locked.edited_at = timezone.now()
        locked.save(update_fields=["body", "edited_at", "edition"])
    return locked


def delete_comment(*, comment: Comment, member: Member) -> Comment:
    """Take the words away; answers stay where they are. Raises NotAllowed."""
    if not policy.can_delete(member, comment):
        raise NotAllowed
    with transaction.atomic():
        if comment.creation_id is not None:
            lock_counters(comment.creation_id)
        take_words_away(comment, at=timezone.now())
    comment.refresh_from_db()
    return comment


def take_words_away(comment: Comment, *, at: datetime) -> None:
    """Empty a comment; once, however often it is asked. The caller holds the lock of what counts it.

    What was told of it goes too: nobody is mailed, or led to, words that are not there.
    """
    Comment.objects.filter(pk=comment.pk, deleted_at=None).update(deleted_at=at, body="")
    Event.objects.filter(subject=f"comment:{comment.pk}").delete()


def _check_body(body: str) -> None:
    if is_blank(body):
        raise EmptyComment(_("Write something first."))
    if len(body) > 5000:
        raise EmptyComment(_("A comment has at most 5,000 characters."))


def _thread(parent: Comment | None) -> Comment | None:
    """Where an answer hangs: beyond MAX_DEPTH it joins its elder's level, so that threads stay readable on a phone."""
    depth, ancestor = 0, parent
    while ancestor is not None:
        depth += 1
        ancestor = ancestor.parent
    return parent.parent if parent is not None and depth >= MAX_DEPTH else parent
