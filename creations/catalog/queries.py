"""Reading the catalogue."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.core.cache import cache
from django.db.models import Count, QuerySet

from .models import Part
from .names import category_name
from .search import plain, prefix_query


def search_parts(text: str = "", category: str = "") -> QuerySet[Part]:
    """Parts that have every word of `text`, each as the beginning of a word."""
    found = Part.objects.defer("search")
    if category:
        found = found.filter(category=category)
    query = prefix_query(text)
    if query:
        found = found.filter(search=SearchQuery(query, config="simple", search_type="raw"))
    elif text.strip():
        found = found.none()
    return found


def categories(language: str) -> list[tuple[str, int, str]]:
    """Categories with their numbers of parts and their names in a language, by these. Cached: they change with an import."""
    found: list[tuple[str, int]] | None = cache.get("catalog:categories")
    if found is None:
        counted = Part.objects.values("category").annotate(number=Count("pk")).order_by("category")
        found = [(row["category"], row["number"]) for row in counted]
        cache.set("catalog:categories", found, 3600)
    called = [(category, number, category_name(category, language)) for category, number in found]
    return sorted(called, key=lambda row: plain(row[2]))
