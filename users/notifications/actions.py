"""What a member does with notifications."""

from __future__ import annotations

from django.utils import timezone

from ..models import Member
from .models import Notification


def mark_read(*, member: Member, notification_id: int | None = None) -> int:
    """Mark one of the member's notifications, or all of them, as read; returns how many changed."""
    mine = Notification.objects.filter(member=member, read_at=None)
    if notification_id is not None:
        mine = mine.filter(id=notification_id)
    return mine.update(read_at=timezone.now())
