"""Pages that go live, or are taken down, at the time their editors chose."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)


def keep_to_schedule() -> int:
    """Take down what has expired and publish what is due; returns how many pages changed.

    Each by itself: one that cannot be published keeps no other from its time, and is tried again.
    """
    now = timezone.now()
    expired = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at").values_list("pk", flat=True)
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    done = [_tried(partial(_take_down, pk), f"page {pk}") for pk in expired]
    done += [_tried(partial(_publish, pk), f"revision {pk}") for pk in due.values_list("pk", flat=True)]
    return sum(done)


def _tried(change: Callable[[], bool], what: str) -> bool:
    try:
        with transaction.atomic():
            return change()
    except Exception:
        logger.exception("%s does not keep to its schedule", what)
        return False


def _take_down(page_id: int) -> bool:
    page = Page.objects.select_for_update().filter(pk=page_id, live=True, expire_at__lte=timezone.now()).first()
    if page is None:
        return False
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish(revision_id: int) -> bool:
    """Publish a revision, unless its editor changed their mind meanwhile or its end has come before its beginning."""
    revision = Revision.objects.filter(pk=revision_id).first()
    if revision is None or not isinstance(revision.content_object, Page):
        return False
    Page.objects.select_for_update().get(pk=revision.object_id)
    revision.refresh_from_db()
    if revision.approved_go_live_at is None or revision.approved_go_live_at > timezone.now():
        return False
    end = parse_datetime(revision.content.get("expire_at") or "")
    if end is not None and end <= timezone.now():
        Revision.objects.filter(pk=revision_id).update(approved_go_live_at=None)
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True
