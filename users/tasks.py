"""What looks after itself, by the clock."""

from __future__ import annotations

from celery import shared_task

from . import counters


@shared_task(acks_late=True)  # type: ignore[untyped-decorator]
def repair_counters() -> int:
    """Set counters right that are not; returns how many there were. None is expected: each is a fault to be found."""
    return len(counters.repair())
