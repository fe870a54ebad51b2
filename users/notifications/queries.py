"""Reading notifications."""

from __future__ import annotations

from django.db.models import QuerySet

from ..models import Member
from .models import Notification


def notifications_of(member: Member) -> QuerySet[Notification]:
    """Newest first, with all a page shows of them."""
    return Notification.objects.filter(member=member, in_app=True).select_related("event__actor").order_by("-id")


def unread_count(member: Member) -> int:
    """How many notifications the member has not read."""
    return Notification.objects.filter(member=member, read_at=None, in_app=True).count()
