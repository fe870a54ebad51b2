"""Reading the catalogue."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.core.cache import cache
from django.db.models import Count, QuerySet

from .models import Part
from .search import prefix_query


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


def categories() -> list[tuple[str, int]]:
    """Category names with their numbers of parts, by name. Cached: they change with an import."""
    found: list[tuple[str, int]] | None = cache.get("catalog:categories")
    if found is None:
        counted = Part.objects.values("category").annotate(number=Count("pk")).order_by("category")
        found = [(row["category"], row["number"]) for row in counted]
        cache.set("catalog:categories", found, 3600)
    return found
