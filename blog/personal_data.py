"""A member's comments as they take them away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from users.models import Member


def comments(member: Member) -> Iterable[tuple[str, Any]]:
    """`comments.json`: what a member said, on what and when; not what was deleted."""
    yield (
        "comments.json",
        [
            {"on": comment.subject.title, "body": comment.body, "at": comment.created_at}
            for comment in member.comments.filter(deleted_at=None).select_related("creation", "article").order_by("id")
        ],
    )
