"""What search engines may find, at addresses of the site as its visitors know it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.models import Page

from blog.models import ArticleIndexPage, ArticlePage
from creations.models import Creation


class _OurSitemap(Sitemap[Any]):
    """Addresses begin with `SITE_URL`, whatever name a proxy asks for."""

    limit = 5000

    def get_domain(self, site: Any = None) -> str:
        """With the port."""
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        """As members see it, not as the proxy asks."""
        return urlsplit(settings.SITE_URL).scheme


class CreationSitemap(_OurSitemap):
    """The creations that everybody finds."""

    def items(self) -> QuerySet[Creation]:
        """Public creations."""
        return Creation.objects.public().select_related("owner").order_by("pk")

    def lastmod(self, item: Creation) -> datetime:
        """When the creation changed."""
        return item.updated_at


class ArticleSitemap(_OurSitemap):
    """Articles and their lists in all languages."""

    def items(self) -> QuerySet[Page]:
        """Those that everybody may read."""
        pages: QuerySet[Page] = Page.objects.type(ArticleIndexPage, ArticlePage).live().public().order_by("pk")
        return pages

    def location(self, item: Page) -> str:
        """The path, with the language."""
        _site, _root, path = item.get_url_parts()
        return str(path)

    def lastmod(self, item: Page) -> datetime | None:
        """When it was last published."""
        found: datetime | None = item.last_published_at
        return found


SITEMAPS: dict[str, Any] = {"creations": CreationSitemap, "articles": ArticleSitemap}
