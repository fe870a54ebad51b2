"""What `prosum manage check --deploy --database default` says about this machine beyond Django's own checks.

`prosum serve web` asks the errors among them, and does not begin with one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from marketplace.payments import OrdersClosed, provider

from . import queues, serving
from .paths import PLATFORM

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


def static_files_are_collected(**options: Any) -> list[CheckMessage]:
    """Without them, or with those of another version, every page would break."""
    if not isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return []
    static = PLATFORM / "static"
    ours = {path.relative_to(static).as_posix() for path in static.rglob("*") if path.is_file() and path.name[0] != "."}
    if ours <= set(staticfiles_storage.hashed_files):
        return []
    said = f"The static files below {settings.STATIC_ROOT} are missing or of another version."
    return [Error(said, hint="Run `prosum manage collectstatic --noinput`.", id="prosum.E001")]


def provider_is_known(**options: Any) -> list[CheckMessage]:
    """Buyers would find out when they pay."""
    try:
        provider()
    except OrdersClosed:
        pass
    except ImproperlyConfigured as error:
        return [Error(str(error), id="prosum.E002")]
    return []


def mails_leave(**options: Any) -> list[CheckMessage]:
    """Whoever signs up waits for a code by mail."""
    if settings.EMAIL_BACKEND != "django.core.mail.backends.console.EmailBackend":
        return []
    hint = "Set SMTP_HOST (docs/settings.md)."
    return [Warning("Mails are printed into the log of `prosum worker quick`.", hint=hint, id="prosum.W002")]
