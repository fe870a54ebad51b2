"""Reading notifications."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import Member
from . import subjects
from .models import Event, Mute, Notification


def notifications_of(member: Member) -> QuerySet[Notification]:
    """Newest first, with all a page shows of them."""
    return Notification.objects.filter(member=member, in_app=True).select_related("event__actor").order_by("-id")


def unread_count(member: Member) -> int:
    """How many notifications the member has not read."""
    return Notification.objects.filter(member=member, read_at=None, in_app=True).count()


def muted_by(member: Member) -> list[tuple[str, str]]:
    """What the member muted, newest first: each key, and what it is called."""
    keys = list(Mute.objects.filter(member=member).order_by("-pk").values_list("key", flat=True))
    ids = [int(key.removeprefix("member:")) for key in keys if key.startswith("member:")]
    people = {f"member:{pk}": str(one) for pk, one in Member.objects.in_bulk(ids).items()}
    events = [Event(pk=-number, subject=key) for number, key in enumerate(keys)]
    kept_back, now = subjects.withheld(member, events), subjects.now(events)
    titles = {
        event.subject: str((now[event.pk] or {}).get("title", "")) for event in events if event.pk not in kept_back
    }
    return [(key, people.get(key) or titles.get(key) or _("something that is no longer there")) for key in keys]
