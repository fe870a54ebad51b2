"""How rows of `Attempted` move from state to state. Each step is one statement or one short transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from .models import LOST_AFTER, Attempted, State

Row = TypeVar("Row", bound=Attempted)

#: Before the second attempt, the third, … : quick at first, then out of the way.
BACK_OFF = [timedelta(seconds=seconds) for seconds in (5, 20, 80, 320, 1280, 3600)]
LOST = "Its worker was lost while it ran (killed, out of memory, or restarted)."


def due(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those that may be claimed now."""
    return rows.filter(state=State.WAITING, next_attempt_at__lte=timezone.now())


@transaction.atomic
def claim(rows: QuerySet[Row], limit: int) -> list[Row]:
    """Take up to `limit` of the due rows, in the order given, counting an attempt of each. Others' claims are skipped."""
    ids = list(due(rows).select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:limit])
    now = timezone.now()
    rows.model._default_manager.filter(pk__in=ids).update(
        state=State.RUNNING, attempts=F("attempts") + 1, heartbeat=now, started_at=now
    )
    taken = {row.pk: row for row in rows.model._default_manager.filter(pk__in=ids)}
    return [taken[pk] for pk in ids]


def mine(row: Row) -> QuerySet[Row]:
    """The row while this claim holds it; empty when it was taken for lost, dropped or deleted."""
    return type(row)._default_manager.filter(pk=row.pk, state=State.RUNNING, attempts=row.attempts)


def beat(row: Attempted, **changes: object) -> bool:
    """A sign of life; False when the row is not ours any more."""
    return mine(row).update(heartbeat=timezone.now(), **changes) == 1


def hold(row: Attempted) -> bool:
    """Lock the row for the rest of the transaction; False when it is not ours any more."""
    return mine(row).select_for_update().first() is not None


def finish(row: Attempted, **changes: object) -> bool:
    """It is done."""
    return _end(row, State.DONE, error="", **changes)


def fail(row: Attempted, error: str, **changes: object) -> bool:
    """It cannot be done."""
    return _end(row, State.FAILED, error=error[:500], **changes)


def park(row: Attempted, error: str, **changes: object) -> bool:
    """It went wrong in a way that time does not mend: the operator decides."""
    return _end(row, State.PARKED, error=error[:500], **changes)


def put_off(row: Attempted, error: BaseException | str, wait: timedelta | None = None, **changes: object) -> bool:
    """It went wrong: try again later, or park it when that was the last attempt."""
    told = describe(error)
    if row.attempts >= row.most_attempts:
        return _end(row, State.PARKED, error=told, **changes)
    later = timezone.now() + (wait or BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1])
    return mine(row).update(state=State.WAITING, heartbeat=None, next_attempt_at=later, error=told, **changes) == 1


def give_back(row: Attempted) -> bool:
    """It was claimed and not tried: that was no attempt."""
    return mine(row).update(state=State.WAITING, heartbeat=None, attempts=F("attempts") - 1) == 1


def return_lost(rows: QuerySet[Row]) -> int:
    """Let what was lost with its worker wait again, or park it; returns how many there were."""
    lost = rows.filter(state=State.RUNNING, heartbeat__lt=timezone.now() - LOST_AFTER)
    with transaction.atomic():
        # A row that somebody holds locked is not lost: its result is being kept.
        return sum(put_off(row, LOST) for row in lost.select_for_update(skip_locked=True, of=("self",))[:500])


def retry(rows: QuerySet[Row]) -> int:
    """Begin anew with what has ended; what waits need not wait any longer. Returns how many."""
    return rows.exclude(state=State.RUNNING).update(
        state=State.WAITING, attempts=0, next_attempt_at=timezone.now(), error="", finished_at=None
    )


def drop(rows: QuerySet[Row]) -> int:
    """Give up what has not been done; whoever runs it finds it gone. Returns how many."""
    return rows.exclude(state=State.DONE).update(state=State.FAILED, heartbeat=None, finished_at=timezone.now())


def describe(error: BaseException | str) -> str:
    """An error in at most 500 characters, as the operator sees it."""
    return (error if isinstance(error, str) else f"{type(error).__name__}: {error}")[:500]


def _end(row: Attempted, state: State, **changes: object) -> bool:
    return mine(row).update(state=state, heartbeat=None, finished_at=timezone.now(), **changes) == 1
