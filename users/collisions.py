"""What to do when two do the same thing, or opposite things, at the same moment."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, UniqueViolation

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 25


def under_a_free_name(find: Callable[[], str], write: Callable[[str], T], *constraints: str) -> T:
    """Write under a name that `find` takes for free; if somebody else takes it meanwhile, find and write anew.

    `constraints` are the unique ones that such a collision violates; everything else is raised as it is. What `write`
    does is undone before it is called again.
    """
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return write(find())
        except IntegrityError as error:
            if not left or violated(error) not in constraints:
                raise
    raise AssertionError


def violated(error: IntegrityError) -> str:
    """The name of the unique constraint that was violated; empty when it was none."""
    cause = error.__cause__
    return cause.diag.constraint_name or "" if isinstance(cause, UniqueViolation) else ""


def despite_deadlocks(act: Callable[P, T]) -> Callable[P, T]:
    """Try again what was undone because it and another transaction waited for each other.

    For what deletes rows of many kinds, whose locks cannot all be known and sorted before. Inside a transaction there is
    nothing to try again: the error is raised.
    """

    @functools.wraps(act)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        for left in reversed(range(TRIES)):
            try:
                return act(*args, **kwargs)
            except OperationalError as error:
                deadlock = isinstance(error.__cause__, DeadlockDetected)
                if not deadlock or not left or connection.in_atomic_block:
                    raise
                time.sleep(random.uniform(0.01, 0.1))
        raise AssertionError

    return tried
