"""What people say about articles and creations."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from creations.models import Creation
from users.editions import Edited

from .article import ArticlePage


class Comment(Edited):
    """A comment on an article or a creation, or an answer to one. A deleted one keeps its place, not its words."""

    creation = models.ForeignKey(Creation, null=True, blank=True, on_delete=models.CASCADE, related_name="comments")
    article = models.ForeignKey(ArticlePage, null=True, blank=True, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="comments")
    body = models.TextField(_("comment"), max_length=5000)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(creation__isnull=False, article__isnull=True)
                | models.Q(creation__isnull=True, article__isnull=False),
                name="comment_on_one_thing",
            )
        ]
        indexes = [
            models.Index(fields=["creation", "id"], name="comment_on_creation"),
            models.Index(fields=["article", "id"], name="comment_on_article"),
        ]

    @property
    def subject(self) -> Creation | ArticlePage:
        """The creation or article it is on."""
        subject = self.creation or self.article
        assert subject is not None  # the constraint's promise
        return subject

    @property
    def path(self) -> str:
        """The page it stands on, with its own anchor."""
        subject = self.subject
        page = subject.get_absolute_url() if isinstance(subject, Creation) else subject.get_url() or "/"
        return f"{page}#comment-{self.pk}"
