"""Reading creations, with what pages show of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language

from users.models import Member

from .catalog.models import Part
from .catalog.names import part_name
from .catalog.search import plain, prefix_query
from .models import Creation, Licence, Like, Revision, RevisionLot, Tag

#: Sort name -> the indexed field it goes by.
SORTS = {"new": "-published_at", "liked": "-like_count", "built": "-build_count", "forked": "-fork_count"}


def for_cards(queryset: QuerySet[Creation]) -> QuerySet[Creation]:
    """What a card needs, in one query: not the facts of its model, which may be long."""
    return queryset.select_related("owner", "current", "cover").defer("story", "search", "current__facts")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor asks of the gallery; empty fields ask nothing. Prices are minor units."""

    q: str = ""
    tag: str = ""
    licence: str = ""
    colour: int | None = None
    forkable: bool = False
    parts_from: int | None = None
    parts_to: int | None = None
    price_to: int | None = None


def gallery(filters: Filters) -> QuerySet[Creation]:
    """Public creations that fit."""
    found = Creation.objects.public()
    if filters.q.strip():
        found = found.filter(search_condition(filters.q))
    if filters.tag:
        found = found.filter(tags__name=filters.tag)
    if filters.licence:
        found = found.filter(licence=filters.licence)
    if filters.forkable:
        found = found.exclude(licence=Licence.ALL_RIGHTS)
    if filters.colour is not None:
        lots = RevisionLot.objects.filter(colour=filters.colour)
        found = found.filter(current__in=lots.values("revision"))
    if filters.parts_from is not None:
        found = found.filter(part_count__gte=filters.parts_from)
    if filters.parts_to is not None:
        found = found.filter(part_count__lte=filters.parts_to)
    if filters.price_to is not None:
        found = found.filter(price__lte=filters.price_to)
    return for_cards(found)


def search_condition(text: str) -> Q:
    """Words as people type them: stemmed in English or French, or each as the beginning of a word."""
    words = plain(text)[:200]
    query = SearchQuery(words, config="english", search_type="websearch") | SearchQuery(
        words, config="french", search_type="websearch"
    )
    prefixes = prefix_query(words)
    if prefixes:
        query |= SearchQuery(prefixes, config="simple", search_type="raw")
    return Q(search=query)


def designs_of(member: Member) -> QuerySet[Creation]:
    """A member's own creations, the one last worked on first."""
    return for_cards(Creation.objects.filter(owner=member)).order_by("-updated_at", "-pk")


def creation_at(username: str, slug: str) -> Creation | None:
    """The creation that is found at an address, or was before it got another, with all its page shows."""
    theirs = _with_all_a_page_shows().filter(owner__username__iexact=username)
    return theirs.filter(slug=slug).first() or theirs.filter(former_addresses__slug=slug).first()


def _with_all_a_page_shows() -> QuerySet[Creation]:
    return (
        Creation.objects.all()
        .select_related("owner", "current", "cover", "hiding__hidden_by", "upstream__owner", "forked_from")
        .prefetch_related("tags", "pictures")
    )


def liked_ids(member: Any, creations: list[Creation]) -> set[int]:
    """Which of these the member likes."""
    if not isinstance(member, Member):
        return set()
    ids = [creation.pk for creation in creations]
    return set(Like.objects.filter(member=member, creation__in=ids).values_list("creation_id", flat=True))


def creations_using(part: str) -> QuerySet[Creation]:
    """Public creations whose newest revision holds the part, most liked first."""
    lots = RevisionLot.objects.filter(part=part, custom=False)
    found = Creation.objects.public().filter(current__in=lots.values("revision"))
    return for_cards(found).order_by("-like_count", "-pk")


def colours_in_use(part: str) -> set[int]:
    """The LDraw codes of the colours in which public creations use the part."""
    lots = RevisionLot.objects.filter(part=part, revision__creation__in=Creation.objects.public())
    return set(lots.values_list("colour", flat=True).distinct())


@dataclass(slots=True)
class FamilyMember:
    """A creation in its lineage: how deep below the root, and whether it may be shown to the visitor."""

    creation: Creation
    depth: int
    is_shown: bool


MAX_FAMILY = 300
#: So many are looked at to find those that may be shown.
_MOST_KIN = 5_000


def lineage(creation: Creation, visible: Q) -> tuple[list[FamilyMember], int]:
    """The family of a creation, from its first ancestor down, parents before children, and how many are folded away.

    What may not be shown has a place of its own only where something that is shown came from it.
    """
    root = Creation.objects.raw(
        """WITH RECURSIVE up AS (
               SELECT id, upstream_id, 0 AS level FROM creations_creation WHERE id = %s
               UNION ALL
               SELECT c.id, c.upstream_id, up.level + 1 FROM creations_creation c JOIN up ON c.id = up.upstream_id
               WHERE up.level < 200)
           SELECT id FROM up ORDER BY level DESC LIMIT 1""",
        [creation.pk],
    )[0].pk
    rows = Creation.objects.raw(
        """WITH RECURSIVE down AS (
               SELECT id, 0 AS level, ARRAY[id] AS path FROM creations_creation WHERE id = %s
               UNION ALL
               SELECT c.id, down.level + 1, down.path || c.id FROM creations_creation c
               JOIN down ON c.upstream_id = down.id WHERE down.level < 200)
           SELECT id, level FROM down ORDER BY path LIMIT %s""",
        [root, _MOST_KIN],
    )
    levels = {row.pk: row.level for row in rows}  # type: ignore[attr-defined]
    shown = {creation.pk, *Creation.objects.filter(visible, pk__in=levels).values_list("pk", flat=True)}
    kept = _with_ancestors(levels, shown)
    first = kept[:MAX_FAMILY]
    found = (
        for_cards(Creation.objects.filter(pk__in=first))
        .select_related("forked_from")
        .defer("forked_from__facts")
        .in_bulk()
    )
    family = [FamilyMember(found[pk], levels[pk], pk in shown) for pk in first if pk in found]
    return family, len(levels) - len(kept)


def _with_ancestors(levels: dict[int, int], shown: set[int]) -> list[int]:
    """Those shown and whatever stands above them, in the tree's order: read from its end, a parent comes after its children."""
    kept: list[int] = []
    wanted = -1  # the level of the parent that the one kept last still waits for
    for pk, level in reversed(levels.items()):
        if pk in shown or level == wanted:
            kept.append(pk)
            wanted = level - 1
    return kept[::-1]


def revisions_of(creation: Creation) -> QuerySet[Revision]:
    """Newest first, with their authors, without their facts."""
    return creation.revisions.select_related("author").defer("facts").order_by("-number")


def names_of(parts: Iterable[str] | QuerySet[Any]) -> dict[str, str]:
    """Parts' names in the visitor's language, by number; those the catalogue does not know are left out."""
    language = get_language() or "en"
    found = Part.objects.filter(pk__in=parts).values_list("pk", "name")
    return {part: part_name(name, language) for part, name in found}


def lots_with_names(revision: Revision) -> dict[str, str]:
    """The names of a revision's parts, as `names_of` gives them."""
    return names_of(revision.lots.values("part"))


def popular_tags(number: int) -> list[str]:
    """The tags most public creations have."""
    used = Tag.objects.filter(creations__in=Creation.objects.public()).annotate(uses=Count("creations"))
    return list(used.order_by(F("uses").desc(), "name").values_list("name", flat=True)[:number])


@dataclass(frozen=True, slots=True)
class Loose:
    """So many pieces of a lot may have any colour: all, where the designer `marked` it, else those that nobody sees."""

    pieces: int
    marked: bool = False


def hidden_pieces(revision: Revision) -> dict[tuple[str, int], int]:
    """How many pieces of each lot of a revision nobody sees from outside, as far as that was looked for yet."""
    return {(part, colour): pieces for part, colour, pieces in revision.facts.get("unseen", ())}


def loose_pieces(revision: Revision) -> dict[tuple[str, int], Loose]:
    """The lots of a revision of which some pieces may have any colour; one query beside its creation's."""
    lots = {(lot.part, lot.colour): lot.quantity for lot in revision.lots.filter(custom=False)}
    hidden = hidden_pieces(revision)
    found = {lot: Loose(min(hidden[lot], pieces)) for lot, pieces in lots.items() if lot in hidden}
    marked = [(part, colour) for part, colour in revision.creation.any_colour]
    return found | {lot: Loose(lots[lot], marked=True) for lot in marked if lot in lots}
