"""Reading the catalogue."""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchQuery
from django.core.cache import cache
from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from .models import Part, Word
from .names import category_name
from .search import MOST_WORDS, part_words, plain

#: More than any part's popularity.
_TIER = 1_000_000
#: Categories that come last.
_PUT_BACK = ("Obsolete", "Helper", "Moved")
#: Shorter ones are lengths.
_SHORTEST_NUMBER = 3
_SIZE = re.compile(r"(\d+)x(\d+)")


def search_parts(text: str = "", category: str = "", mould: str = "") -> QuerySet[Part]:
    """Parts that have every word of `text` (of any language), each as the beginning of a word, by falling `rank`.

    A name that is the whole question comes before one that begins with it, this before one that has its words; then plain
    moulds before prints; then what more sets have. A print whose mould is found as well is folded under it, that is, left
    out; `mould` asks for one and its prints.
    """
    found = Part.objects.defer("search", "own_words", "called")
    if category:
        found = found.filter(category=category)
    if mould:
        found = found.filter(Q(mould=mould) | Q(pk=mould))
    words = part_words(text)[:MOST_WORDS]
    if words:
        asked = Part.objects.filter(search=_query(words, prefixes=True)).values("pk")
        if not mould:
            # Each half has an index of its own; an "or" would have none and read every row.
            asked = asked.filter(mould=None).union(asked.filter(own_words=_own_words(words)), all=True)
        found = found.filter(pk__in=asked)
    elif text.strip():
        found = found.none()
    elif not mould:
        found = found.filter(mould=None)
    return found.annotate(rank=_rank(words) if words else F("popularity"))


def part_by_number(number: str) -> Part | None:
    """The part that has or had this number."""
    number = number.lower()
    return Part.objects.filter(Q(pk=number) | Q(aliases=number)).select_related("mould").first()


def correction(text: str) -> str:
    """The text with words that no part has put right by a letter, where that makes words that parts have; else as it is."""
    words = part_words(text)[:MOST_WORDS]
    unknown = [word for word in words if len(word) > 3 and word.isalpha()]
    if not unknown:
        return text
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked FROM unnest(%s::text[]) asked WHERE NOT EXISTS"
            ' (SELECT 1 FROM catalog_word WHERE word >= asked COLLATE "C" AND word < (asked || \'~\') COLLATE "C")',
            [unknown],
        )
        unknown = [asked for (asked,) in cursor.fetchall()]
    meant = {word: near for word in unknown if (near := _nearest(word))}
    return " ".join(meant.get(word, word) for word in words) if meant else text


def categories(language: str) -> list[tuple[str, int, str]]:
    """Categories with their numbers of parts and their names in a language, by these. Cached: they change with an import."""
    found: list[tuple[str, int]] | None = cache.get("catalog:categories")
    if found is None:
        counted = Part.objects.filter(mould=None).values("category").annotate(number=Count("pk")).order_by("category")
        found = [(row["category"], row["number"]) for row in counted]
        cache.set("catalog:categories", found, 3600)
    called = [(category, number, category_name(category, language)) for category, number in found]
    return sorted(called, key=lambda row: plain(row[2]))


def _rank(words: list[str]) -> CombinedExpression:
    """The tiers of `search_parts` above the popularity, as one number to sort and page by."""
    in_order, by_alphabet = " ".join(words), " ".join(sorted(words))
    turned = " ".join(sorted(_turned(word) for word in words))
    begun = f"|{in_order}" if words[-1].isalpha() else f"|{in_order} "
    tier = Case(
        When(category__in=_PUT_BACK, then=0),
        When(_has(f"={by_alphabet}="), then=10),
        When(_has(f"={turned}="), then=8),
        When(_has(f"|{in_order} "), then=6),
        When(_has(f"<{by_alphabet}<"), then=6),
        When(_has(begun), then=4),
        When(search=_query(words, prefixes=False), then=2),
        default=0,
        output_field=IntegerField(),
    )
    plainness = Case(When(mould=None, then=1), default=0, output_field=IntegerField())
    return (tier + plainness) * Value(_TIER) + F("popularity")


def _has(text: str) -> GreaterThan:
    return GreaterThan(StrIndex("called", Value(text)), 0)


def _query(words: list[str], *, prefixes: bool) -> SearchQuery:
    return _raw(" & ".join(_term(word) if prefixes else f"'{word}'" for word in words))


def _own_words(words: list[str]) -> SearchQuery:
    """A word that a print has and its mould has not; the mould's number is none, though the print's begins with it."""
    return _raw(" | ".join(f"'{word}'" if word.isdigit() else _term(word) for word in words))


def _term(word: str) -> str:
    """What begins with the word. A size goes on with another measure only, and means the same the other way round: 4x2 is
    2x4. A short number is a length: 4 is 4L and not 48.
    """
    if word.isdigit() and len(word) < _SHORTEST_NUMBER:
        return f"('{word}' | '{word}l')"
    if not _SIZE.fullmatch(word):
        return f"'{word}':*"
    alternatives = [f"'{size}' | '{size}x':*" for size in dict.fromkeys([word, _turned(word)])]
    return f"({' | '.join(alternatives)})"


def _turned(word: str) -> str:
    """The size 4x2 as 2x4; all else as it is."""
    size = _SIZE.fullmatch(word)
    return f"{size[2]}x{size[1]}" if size and int(size[1]) > int(size[2]) else word


def _raw(expression: str) -> SearchQuery:
    return SearchQuery(expression, config="simple", search_type="raw")


def _nearest(word: str) -> str:
    """The word most parts have of those one letter away; empty when there is none."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(word[:k], word[k:]) for k in range(len(word) + 1)]
    near = {a + b[1:] for a, b in splits if b}
    near |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    near |= {a + c + b[1:] for a, b in splits if b for c in letters}
    near |= {a + c + b for a, b in splits for c in letters}
    return Word.objects.filter(pk__in=near).order_by("-parts").values_list("word", flat=True).first() or ""
