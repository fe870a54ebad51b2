"""What a member does with notifications."""

from __future__ import annotations

from django.utils import timezone

from ..models import Member
from . import registry
from .models import Notification


def mark_read(*, member: Member, notification_id: int | None = None) -> int:
    """Mark the story of one of the member's notifications, or all they have, as read; returns how many changed."""
    mine = Notification.objects.filter(member=member, read_at=None)
    if notification_id is not None:
        opened = Notification.objects.select_related("event").get(member=member, id=notification_id)
        kind = registry.get(opened.event.kind)
        if kind is not None and kind.many:
            # The story it stands for (`stories`): all that was told before it of the same.
            mine = mine.filter(id__lte=opened.pk, event__kind=opened.event.kind, event__subject=opened.event.subject)
        else:
            mine = mine.filter(id=opened.pk)
    return mine.update(read_at=timezone.now())
