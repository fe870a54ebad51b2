"""What the magazine does by itself."""

from __future__ import annotations

from celery import shared_task

from .scheduling import keep_to_schedule


@shared_task(acks_late=True)
def publish_scheduled() -> int:
    """Publish what is due and take down what has expired; returns how many pages changed."""
    return keep_to_schedule()
