"""A member's creations as they take them away: facts and model files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from users import files
from users.models import Member

from .models import Creation
from .permissions import policy


def creations(member: Member) -> Iterable[tuple[str, Any]]:
    """A member's creations with every revision's model file, then their likes, builds and collections as JSON."""
    for creation in member.creations.prefetch_related("revisions", "tags"):
        folder = f"creations/{creation.slug}"
        yield (
            f"{folder}/creation.json",
            {
                "title": creation.title,
                "story": creation.story,
                "licence": creation.licence,
                "visibility": creation.visibility,
                "any colour": creation.any_colour,
                "tags": [tag.name for tag in creation.tags.all()],
                "created": creation.created_at,
                "revisions": [
                    {"number": r.number, "message": r.message, "at": r.created_at} for r in creation.revisions.all()
                ],
            },
        )
        for revision in creation.revisions.all():
            yield f"{folder}/{revision.number}.mpd", files.load(revision.model)
    known = set(
        Creation.objects.filter(policy.viewable_by(member))
        .filter(Q(likes__member=member) | Q(builds__member=member) | Q(collected__collection__owner=member))
        .values_list("pk", flat=True)
    )

    def title(creation: Creation) -> str | None:
        """What others took back or a moderator hid is not told this way either."""
        return creation.title if creation.pk in known else None

    likes, builds = member.likes.select_related("creation"), member.builds.select_related("creation")
    yield "likes.json", [{"creation": title(like.creation), "at": like.created_at} for like in likes]
    yield "builds.json", [{"creation": title(b.creation), "note": b.note, "at": b.created_at} for b in builds]
    yield (
        "collections.json",
        [
            {"name": c.name, "creations": [title(item.creation) for item in c.items.all()]}
            for c in member.collections.prefetch_related("items__creation")
        ],
    )
