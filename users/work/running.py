"""Do one piece of work: claim it, let its heart beat, keep its result or what went wrong."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from django.db import DatabaseError, connections, transaction

from . import attempts, kinds
from .kinds import CannotBeDone
from .models import Attempted, Work

logger = logging.getLogger(__name__)

#: Seconds between two signs of life.
BEAT = 5.0


class Lost(Exception):
    """The work is not ours any more: taken for lost, dropped, or its subject deleted."""


class Heartbeat:
    """While it is open, a thread says every few seconds that the worker of `row` lives."""

    def __init__(self, row: Attempted) -> None:
        self._row = row
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(BEAT):
            try:
                if not attempts.beat(self._row):
                    break
            except DatabaseError:  # it comes back, or the row is taken for lost
                logger.warning("no heartbeat for %s", self._row)
                connections.close_all()
        connections.close_all()


class _Job:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.subject = work.subject

    def progress(self, share: float) -> None:
        if not attempts.beat(self.work, progress=round(100 * share)):
            raise Lost


def run_next(queue: str) -> Work | None:
    """Do the most urgent due work of a queue; returns it, None when nothing is due."""
    rows = Work.objects.filter(kind__in=kinds.in_queue(queue)).order_by("priority", "next_attempt_at", "pk")
    for work in attempts.claim(rows, 1):
        run(work)
        return work
    return None


def run(work: Work) -> None:
    """Do a claimed piece of work."""
    kind = kinds.get(work.kind)
    try:
        with Heartbeat(work):
            keep = kind.run(_Job(work))
        with transaction.atomic():
            # The row first, then the result: who asks for the same meanwhile waits, and finds it done.
            if not attempts.hold(work):
                raise Lost
            if keep is not None:
                keep()
            attempts.finish(work, progress=100)
    except Lost:
        logger.info("%s is not ours any more", work)
    except CannotBeDone as error:
        attempts.fail(work, str(error), sentence=str(error)[:300])
    except Exception as error:
        logger.exception("%s failed (attempt %d)", work, work.attempts)
        attempts.put_off(work, error)
