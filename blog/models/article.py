"""Articles, in the tree of their language."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from creations.models import Creation
from users.one_line import OneLineField, one_line

from ..blocks import ArticleBody
from ..choosers import NOT_FOR_ALL


class ArticleTag(TaggedItemBase):
    """A tag of an article."""

    content_object = ParentalKey("blog.ArticlePage", related_name="tagged_items", on_delete=models.CASCADE)


class OneLineTitle(Page):
    """Wagtail's title is any text; ours stand in mails and lists."""

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's, with the title in one line."""
        self.title: str = one_line(self.title)
        super().full_clean(*args, **kwargs)


class ArticleIndexPage(OneLineTitle):
    """The list of one language's articles."""

    introduction = OneLineField(_("introduction"), max_length=300, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types = ["blog.ArticlePage"]
    max_count_per_parent = 1
    template = "blog/index.html"

    class Meta:
        verbose_name = _("list of articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Its live, public articles, newest first, 12 a page; `?tag=` keeps those with a tag."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        articles = (
            ArticlePage.objects.child_of(self)
            .live()
            .public()
            .select_related("owner", "imported", "cover")
            .prefetch_related("tags")
        )
        tag = request.GET.get("tag", "")[:100]
        if tag:
            articles = articles.filter(tags__slug=tag)
        articles = articles.order_by("-first_published_at", "-pk")
        context["articles"] = Paginator(articles, 12).get_page(request.GET.get("page"))
        context["tag"] = tag
        return context


class ArticlePage(OneLineTitle):
    """An article. Its author is the page's owner."""

    summary = OneLineField(_("summary"), max_length=300)
    cover = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("cover"),
    )
    featured = models.ForeignKey(
        "creations.Creation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
        verbose_name=_("creation on the cover"),
        help_text=_("Its picture is the article's cover when no other is chosen."),
    )
    body = StreamField(ArticleBody(), verbose_name=_("text"))
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("cover"),
        FieldPanel("featured"),
        FieldPanel("body"),
        FieldPanel("tags"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["blog.ArticleIndexPage"]
    subpage_types: list[str] = []
    template = "blog/article.html"

    class Meta:
        verbose_name = _("article")

    def clean(self) -> None:
        """The creation on the cover is one that everybody sees, when it is chosen; later it may be taken back."""
        super().clean()
        chosen = self.featured
        was = ArticlePage.objects.filter(pk=self.pk).values_list("featured", flat=True).first()
        if chosen is not None and not chosen.is_public and chosen.pk != was:
            raise ValidationError({"featured": NOT_FOR_ALL})

    @property
    def shown_creation(self) -> Creation | None:
        """The creation on the cover, while everybody may see it."""
        featured: Creation | None = self.featured
        return featured if featured is not None and featured.is_public else None

    @property
    def byline(self) -> str:
        """Who wrote it: its owner, or whom the blog named that it was brought from."""
        if self.owner is not None:
            return str(self.owner)
        imported = getattr(self, "imported", None)
        return (imported.author_name or imported.author) if imported is not None else ""

    @property
    def reading_minutes(self) -> int:
        """At 220 words a minute, at least one."""
        words = sum(len(str(block.value).split()) for block in self.body)
        return max(1, round(words / 220))
