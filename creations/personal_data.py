"""A member's creations as they take them away: facts and model files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from users import files
from users.models import Member


def creations(member: Member) -> Iterable[tuple[str, Any]]:
    for creation in member.creations.prefetch_related("revisions", "tags"):
        folder = f"creations/{creation.slug}"
        yield (
            f"{folder}/creation.json",
            {
                "title": creation.title,
                "story": creation.story,
                "licence": creation.licence,
                "visibility": creation.visibility,
                "tags": [tag.name for tag in creation.tags.all()],
                "created": creation.created_at,
                "revisions": [
                    {"number": r.number, "message": r.message, "at": r.created_at} for r in creation.revisions.all()
                ],
            },
        )
        for revision in creation.revisions.all():
            yield f"{folder}/{revision.number}.mpd", files.load(revision.model)
    yield (
        "likes.json",
        list(member.likes.values("creation__title", "creation__owner__username", "created_at")),
    )
    yield "builds.json", list(member.builds.values("creation__title", "note", "created_at"))
    yield (
        "collections.json",
        [
            {"name": c.name, "creations": [item.creation.title for item in c.items.all()]}
            for c in member.collections.prefetch_related("items__creation")
        ],
    )
