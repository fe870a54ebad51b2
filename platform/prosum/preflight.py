"""Before a process becomes what it is: what is wrong with its settings or its place is one sentence, and no traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .listening import Listening


@contextmanager
def plainly() -> Iterator[None]:
    """Settings that cannot be meant, and a database that cannot be reached, end the process with their sentence."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError

    try:
        yield
    except ImproperlyConfigured as error:
        raise SystemExit(f"prosum: {error}") from None
    except OperationalError as error:
        # What a running database refuses has a state; that it cannot be reached, or lets nobody in, has none.
        if getattr(error.__cause__, "sqlstate", None) is not None:
            raise
        raise SystemExit(f"prosum: the database (DATABASE_URL) does not let us in: {error}") from None


def check_settings() -> None:
    """Read the settings. Raises SystemExit with a sentence."""
    from django.conf import settings

    with plainly():
        _ = settings.INSTALLED_APPS  # they are read when they are first asked


def check_site() -> None:
    """Ask our own checks of the whole site (`prosum.checks`). Raises SystemExit with a sentence."""
    import django
    from django.core.checks import ERROR, run_checks

    check_settings()
    django.setup()
    wrong = [
        f"prosum: {found.msg} {found.hint or ''}"
        for found in run_checks(tags=["prosum"], include_deployment_checks=True)
        if found.level >= ERROR
    ]
    if wrong:
        raise SystemExit("\n".join(wrong))


def check_place(host: str, port: int) -> None:
    """Whether we may listen there: two servers on one port would share its visitors. Raises SystemExit."""
    try:
        if not Listening(host).can_bind(port):
            raise SystemExit(f"prosum: port {port} is taken: another server runs there.")
    except OSError as error:
        raise SystemExit(f"prosum: cannot listen at {host}, port {port}: {error.strerror}.") from None
