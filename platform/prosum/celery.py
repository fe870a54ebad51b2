"""The Celery application: `celery -A prosum worker`."""

from __future__ import annotations

from typing import Any

from celery import Celery, Task
from celery.result import AsyncResult
from kombu.exceptions import OperationalError

from .breaker import Breaker

_breaker = Breaker("the broker")


class Message(Task):
    """A task whose sending never makes a page wait: while the broker is away it fails at once.

    Whoever sends catches kombu's OperationalError; what is to be done stands in the database, and the clock asks for it.
    """

    def apply_async(self, *args: Any, **options: Any) -> AsyncResult[Any]:
        """Send it, unless the broker was away a moment ago. Raises OperationalError."""
        if not _breaker.allows():
            raise OperationalError("the broker was away a moment ago")
        try:
            sent = super().apply_async(*args, **options)
        except OperationalError as error:
            _breaker.failed(error)
            raise
        _breaker.worked()
        return sent


app = Celery("prosum", task_cls=Message)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
