"""Old notifications are forgotten a batch at a time, and nothing that is still to be told or asked about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from users.notifications import retention
from users.notifications.models import Delivery, Digest, Event, Notification

pytestmark = pytest.mark.django_db


def test_what_was_read_long_ago_goes_in_batches_with_its_event(ada, monkeypatch, settings):
    monkeypatch.setattr(retention, "BATCH", 3)

    def told(days, read=None, kind="creation.liked", **fields):
        event = Event.objects.create(kind=kind, state="done", data={"path": "/"})
        one = Notification.objects.create(event=event, member=ada, happening=f"event:{event.pk}", **fields)
        Delivery.objects.create(notification=one, skipped="read")
        made = timezone.now() - timedelta(days=days)
        Event.objects.filter(pk=event.pk).update(created_at=made)
        was = None if read is None else timezone.now() - timedelta(days=read)
        Notification.objects.filter(pk=one.pk).update(created_at=made, read_at=was)
        return one.pk

    for _ in range(7):
        told(days=400, read=300)
    told(days=400)
    announced = told(days=400, read=300, kind="article.published")
    kept = {
        told(days=400, read=300, mail_at=timezone.now()),
        told(days=200, read=10),
        told(days=200),
        told(days=1, read=1),
    }
    waiting = Event.objects.create(kind="creation.liked")
    Event.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(days=400))
    Digest.objects.create(member=ada, local_date=timezone.now().date() - timedelta(days=5))
    assert retention.prune(60) == {"notifications": 9, "events": 8, "digests": 1}
    assert set(Notification.objects.values_list("pk", flat=True)) == kept
    assert Event.objects.filter(kind="article.published").count() == 1, "it is not announced anew"
    assert Event.objects.filter(pk=waiting.pk).exists() and announced not in kept
    assert Delivery.objects.count() == len(kept)
    assert retention.prune(60) == {"notifications": 0, "events": 0, "digests": 0}
    settings.PROSUM_KEEP_READ_DAYS, settings.PROSUM_KEEP_UNREAD_DAYS = 5, 100
    assert retention.prune(60) == {"notifications": 2, "events": 2, "digests": 0}
