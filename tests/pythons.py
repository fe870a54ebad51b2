"""Python processes with an environment of their own, forked from one that has read the libraries already.

Most of the time in which a process of the site starts it reads libraries, always the same. Nothing of ours is read before the
fork, nor a setting: what a process does with its environment it does itself.
"""

from __future__ import annotations

import atexit
import os
import runpy
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: None of these reads Django's settings.
LIBRARIES = [
    "bs4",
    "celery.app.base",
    "celery.beat",
    "celery.bin.celery",
    "celery.concurrency.prefork",
    "celery.schedules",
    "celery.worker",
    "django.contrib.postgres.search",
    "django.core.management",
    "django.db.backends.postgresql.base",
    "django.forms",
    "django.http",
    "django.db.migrations.executor",
    "django.test",
    "django_filters",
    "kombu.transport.redis",
    "markdown_it",
    "PIL.Image",
    "psycopg_pool",
    "pydantic",
    "redis.asyncio",
    "reportlab.pdfgen.canvas",
    "reportlab.platypus",
    "requests",
    "rest_framework.serializers",
    "telepath",
    "yaml",
]


@dataclass(frozen=True)
class Done:
    """How a process ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


@cache
def _context() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload([*LIBRARIES])
    return context


class Python:
    """`python` with these arguments (`-c CODE …` or `-m MODULE …`), running; what it writes goes where the test's output goes, or `into` a folder."""

    def __init__(
        self,
        *arguments: str,
        environment: Mapping[str, str],
        folder: Path = ROOT,
        into: Path | None = None,
    ) -> None:
        told = (arguments, dict(environment), str(folder), into and str(into))
        self._process = _context().Process(target=_become, args=told)
        # The main module of the tests is not the new process's: it would be read again.
        main, sys.modules["__main__"] = sys.modules["__main__"], type(sys)("__main__")
        try:
            self._process.start()
        finally:
            sys.modules["__main__"] = main

    @property
    def pid(self) -> int:
        """Its number, and that of its group."""
        assert self._process.pid
        return self._process.pid

    def wait(self, timeout: float | None = None) -> int:
        """Its status when it has ended; TimeoutError where it has not."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutError(f"process {self.pid} runs after {timeout} s")
        return self._process.exitcode


def run(*arguments: str, environment: Mapping[str, str], folder: Path = ROOT) -> Done:
    """Run to the end."""
    with tempfile.TemporaryDirectory() as into:
        status = Python(*arguments, environment=environment, folder=folder, into=Path(into)).wait(120)
        return Done(status, *(Path(into, name).read_text("utf-8", "replace") for name in ("out", "err")))


def _become(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: str,
    into: str | None,
) -> None:
    os.setsid()
    for number, name in ((1, "out"), (2, "err")) if into else ():
        file = os.open(Path(str(into), name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[:0] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    if environment.get("PYTHONWARNINGS") == "ignore":
        warnings.simplefilter("ignore")
    way, what, *rest = arguments
    sys.argv = [way, *rest]
    try:
        if way == "-c":
            exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})
        else:
            runpy.run_module(what, run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()
