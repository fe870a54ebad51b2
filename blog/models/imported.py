"""Where articles and comments that were brought from another blog come from, so that bringing them again changes nothing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import ArticlePage
from .comment import Comment


class State(models.TextChoices):
    """What an article or comment was at its source."""

    PUBLISHED = "published", _("published")
    DRAFT = "draft", _("draft")
    HELD = "held", _("held for review")
    PRIVATE = "private", _("private")
    SPAM = "spam", _("spam")


class ImportedArticle(models.Model):
    """An article's origin: the blog (`source`), its number there, and what our pages have no field for."""

    source = models.CharField(max_length=200)
    source_id = models.CharField(max_length=200)
    article = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="imported")
    state = models.CharField(max_length=10, choices=State)
    # The login and name of whoever wrote it; members are not made of them.
    author = models.CharField(max_length=200, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    date = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="article_imported_once")]


class ImportedComment(models.Model):
    """A comment's origin. One that was not public has no comment here: its words stay in this row, out of readers' sight."""

    source = models.CharField(max_length=200)
    source_id = models.CharField(max_length=200)
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="imported_comments")
    comment = models.OneToOneField(Comment, null=True, on_delete=models.CASCADE, related_name="imported")
    # The number there of the comment it answers.
    parent_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State)
    name = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField(null=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="comment_imported_once"),
            models.CheckConstraint(
                condition=models.Q(state="published") | models.Q(comment=None), name="only_public_comments_are_shown"
            ),
        ]
