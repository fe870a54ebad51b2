"""Addresses and search words of creations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import connection
from django.utils.text import slugify

from users.collisions import under_a_free_name
from users.models import Member

from .catalog.search import plain
from .models import Creation, FormerAddress

T = TypeVar("T")


def with_free_slug(owner: Member, title: str, write: Callable[[str], T], but: int | None = None) -> T:
    """Write with a slug from the title that none of the owner's other creations has or had; `but` is the one that asks.

    Where another request takes the same slug at the same moment, `write` is undone and called again with the next.
    """
    return under_a_free_name(lambda: _free_slug(owner, title, but), write, "creation_address")


def _free_slug(owner: Member, title: str, but: int | None) -> str:
    base = slugify(title.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae"))[:70].strip("-") or "creation"
    others = Creation.objects.filter(owner=owner, slug__startswith=base)
    former = FormerAddress.objects.filter(owner=owner, slug__startswith=base)
    if but is not None:
        others, former = others.exclude(pk=but), former.exclude(creation=but)
    taken = {*others.values_list("slug", flat=True), *former.values_list("slug", flat=True)}
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def keep_former(creation: Creation, was: str) -> None:
    """Let the creation be found under the slug it had, too. The caller holds its lock and has given it another."""
    FormerAddress.objects.filter(owner=creation.owner_id, slug=creation.slug).delete()
    FormerAddress.objects.update_or_create(owner_id=creation.owner_id, slug=was, defaults={"creation": creation})


def index_for_search(creation: Creation) -> None:
    """Refresh the search vector: title and tags weigh most, then the owner, then the story; stemmed in both languages."""
    tags = " ".join(creation.tags.values_list("name", flat=True))
    heading = plain(f"{creation.title} {tags}")
    owner = plain(f"{creation.owner.username} {creation.owner.display_name}")
    story = plain(creation.story)
    parts = []
    values: list[str] = []
    for text, weight, configurations in (
        (heading, "A", ("simple", "english", "french")),
        (owner, "B", ("simple",)),
        (story, "C", ("simple", "english", "french")),
    ):
        for configuration in configurations:
            parts.append(f"setweight(to_tsvector('{configuration}', %s), '{weight}')")
            values.append(text)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE creations_creation SET search = {' || '.join(parts)} WHERE id = %s", [*values, creation.pk]
        )
