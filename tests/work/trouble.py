"""Kinds of work that are done badly, for workers that tests start (`start_worker(include=…)`)."""

from __future__ import annotations

import os
import signal
import time

from users.work import kinds
from users.work.kinds import CannotBeDone, Job, Kind


def _kill(job: Job) -> None:
    """As the kernel does to what takes all memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def _take_long(job: Job) -> None:
    """Both processors for as long as the subject says."""
    end = time.monotonic() + float(job.subject)
    child = os.fork()
    while time.monotonic() < end:
        sum(range(10_000))
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _raise(job: Job) -> None:
    raise MemoryError(f"no room for {job.subject}")


def _refuse(job: Job) -> None:
    raise CannotBeDone("There is nothing to draw.")


def _do(job: Job) -> None:
    job.progress(0.5)


KINDS = (
    Kind("test.kills", "kills its worker", _kill, queue="pictures", priority=0, attempts=3),
    Kind("test.long", "takes long", _take_long, queue="pictures", priority=0),
    Kind("test.raises", "raises", _raise, queue="pictures", priority=0, attempts=3),
    Kind("test.refuses", "refuses", _refuse, queue="pictures"),
    Kind("test.fine", "is done", _do, queue="pictures", priority=5),
)
kinds.register(*KINDS)
