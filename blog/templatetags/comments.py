"""Comments below anything that can be commented."""

from __future__ import annotations

from typing import Any

from django import template

from creations.models import Creation

from ..models import ArticlePage
from ..permissions import policy
from ..queries import latest_articles, said, threads

register = template.Library()


@register.inclusion_tag("blog/comments.html", takes_context=True)
def comments_on(context: dict[str, Any], subject: Creation | ArticlePage) -> dict[str, Any]:
    """The comments on a creation or an article, with the form to add one."""
    talk = threads(subject)
    return {
        "request": context["request"],
        "user": context["request"].user,
        "subject": subject,
        "kind": "creation" if isinstance(subject, Creation) else "article",
        "threads": talk,
        "number": said(talk),
    }


@register.simple_tag(takes_context=True)
def may_edit_comment(context: dict[str, Any], comment: Any) -> bool:
    """Whether the visitor of this page may change the comment."""
    return policy.can_edit(context["user"], comment)


@register.simple_tag(takes_context=True)
def may_delete_comment(context: dict[str, Any], comment: Any) -> bool:
    """Whether the visitor of this page may delete the comment."""
    return policy.can_delete(context["user"], comment)


@register.simple_tag
def articles_latest(number: int) -> Any:
    """The newest articles in the visitor's language, at most `number`."""
    return latest_articles(number)
