"""Tell members of a new article when it is first published, whoever publishes it and however."""

from __future__ import annotations

from typing import Any

from users.notifications.models import Event
from users.notifications.outbox import record

from .events import ArticlePublished
from .models import ArticlePage, ImportedArticle, State


def tell_readers(instance: ArticlePage, **kwargs: Any) -> None:
    """Receiver of `page_published`, which Wagtail sends for what is only scheduled, too: that is announced when it is live.

    What not everybody may read is announced when it is published again for everybody.
    """
    if not instance.live:
        return
    subject = f"article:{instance.pk}"
    if ImportedArticle.objects.filter(article=instance.pk, state__in=(State.PUBLISHED, State.PRIVATE)).exists():
        return  # read elsewhere long ago: no news
    if instance.get_view_restrictions().exists():
        return
    if Event.objects.filter(kind=ArticlePublished.kind, subject=subject).exists():
        return
    record(
        ArticlePublished(
            title=instance.title,
            summary=instance.summary,
            language=instance.locale.language_code,
            path=instance.get_url() or "/",
        ),
        actor=instance.owner,
        subject=subject,
    )
