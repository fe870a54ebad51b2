"""What `prosum manage check --database default` says about this machine beyond Django's own checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections

from . import queues, serving

#: Connections for `live`, an upgrade and whoever looks after the database.
RESERVE = 10


def connections_fit(databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """All threads of the pages at work at once may not use up what PostgreSQL allows."""
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int")
        (allowed,) = cursor.fetchone()
    pages, work = serving.workers() * serving.pool(), sum(workers.processes for workers in queues.WORKERS.values())
    if pages + work + RESERVE <= allowed:
        return []
    said = f"The pages use {pages} connections, the workers {work}, others {RESERVE}, but PostgreSQL allows {allowed}."
    hint = "Lower WEB_WORKERS or WEB_THREADS, or raise max_connections (docs/settings.md)."
    return [Warning(said, hint=hint, id="prosum.W001")]
