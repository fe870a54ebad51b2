"""Real processes beside the tests, on the test's own database and broker."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from prosum.queues import WORKERS

from .pythons import Python


def environment(**more: str) -> dict[str, str]:
    """What a process needs to work on the same data as the test that starts it."""
    options = connection.settings_dict
    url = f"postgresql://{options['USER']}@/{options['NAME']}?host={options['HOST']}"
    return {**os.environ, "DATABASE_URL": url, "PYTHONWARNINGS": "ignore", **more}


def start_worker(*names: str, include: str = "", **more: str) -> Python:
    """A real Celery worker for the queues of those that `names` (all of them); a site has a process for each.

    It has its own clock, as a site has one. `include` is a module of tests that it knows as well.
    """
    chosen = [WORKERS[name] for name in names or WORKERS]
    arguments = ["-m", "celery", "-A", "prosum.celery", "worker", "-c", "2", "-l", "ERROR"]
    arguments += ["--without-gossip", "--without-mingle", "-Q", ",".join(q for one in chosen for q in one.queues)]
    arguments += ["-B", "-s", tempfile.mkdtemp(prefix="prosum-clock-") + "/beat"]
    arguments += ["-I", include] if include else []
    return Python(*arguments, environment=environment(**more))


def kill(process: Python | subprocess.Popen[bytes]) -> None:
    """At once, with its children, as a machine that loses power does."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def worker() -> Iterator[None]:
    """A worker that keeps its files where the test does."""
    process = start_worker(PROSUM_VAR=str(settings.PROSUM_MAILBOX.parent), PROSUM_SMALL_PICTURES="1")
    try:
        yield
    finally:
        kill(process)
