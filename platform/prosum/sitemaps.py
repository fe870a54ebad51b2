"""What search engines may find."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap

from creations.models import Creation


class CreationSitemap(Sitemap[Creation]):
    """The creations that everybody finds."""

    limit = 5000

    def items(self) -> QuerySet[Creation]:
        """Public creations."""
        return Creation.objects.public().select_related("owner").order_by("pk")

    def lastmod(self, item: Creation) -> datetime:
        """When the creation changed."""
        return item.updated_at


SITEMAPS: dict[str, Any] = {"creations": CreationSitemap, "articles": WagtailSitemap}
