"""Wake a worker. Messages carry nothing: what is to be done stands in the database."""

from __future__ import annotations

import logging

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def wake(task: Task) -> None:
    """Send `task` once the transaction is committed. Without a broker the clock sends it later."""
    transaction.on_commit(lambda: wake_now(task), robust=True)


def wake_now(task: Task) -> None:
    """Send a message for a task at once; when the broker is away the clock does it later."""
    try:
        task.apply_async(retry=False)
    except OperationalError:
        logger.warning("the broker is away; %s comes with the clock", task.name)
