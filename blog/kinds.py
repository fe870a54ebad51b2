"""What members are told about comments and articles."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from users.models import Member
from users.notifications.models import Event
from users.notifications.registry import Kind


def _owner(event: Event) -> Iterable[int]:
    # Whoever is answered hears of the answer; one notification is enough.
    return [owner for owner in [event.data["owner"]] if owner and owner != event.data.get("answered")]


def _answered(event: Event) -> Iterable[int]:
    return [event.data["answered"]]


def _readers(event: Event) -> Iterable[int]:
    return Member.objects.filter(is_active=True, language=event.data["language"]).values_list("pk", flat=True)


KINDS = (
    Kind("comment.made", _("%(actor)s commented on %(title)s"), _owner, icon="comment", detail="excerpt"),
    Kind("comment.answered", _("%(actor)s answered you on %(title)s"), _answered, icon="comment", detail="excerpt"),
    Kind("article.published", _("New article: %(title)s"), _readers, icon="article", email=False, detail="summary"),
)
