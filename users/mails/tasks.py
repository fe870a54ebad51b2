"""The task that sends what waits in the outbox."""

from __future__ import annotations

from celery import shared_task

from ..work.waking import wake_now
from .sending import has_due, send_waiting


@shared_task
def send_mails() -> int:
    """Send for a while, and let another go on when there is more; returns how many mails went out."""
    sent = send_waiting()
    if sent and has_due():
        wake_now(send_mails)
    return sent
