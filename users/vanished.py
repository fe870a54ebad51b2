"""Something was deleted while somebody else was doing something with it: a sentence for them, not a fault.

Between a page being shown and its button being pressed, and even between a view's look-up and its lock, a creation or a
member may leave. Then either the row is no longer there to be locked, or the database refuses the foreign key at the end of
the transaction. Neither is worth a question in every action: it is told here once, for pages and for the API.
"""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from psycopg.errors import ForeignKeyViolation

from .leaving import AlreadyGone

#: What a request that only reads meets as "not there" is a fault of its view, and stays one.
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def as_refusal(error: Exception, method: str | None) -> AlreadyGone | None:
    """The refusal that `error` is for a request of this method; None where it is something else."""
    if method not in WRITING:
        return None
    if isinstance(error, IntegrityError) and isinstance(error.__cause__, ForeignKeyViolation):
        return AlreadyGone()
    return AlreadyGone() if isinstance(error, ObjectDoesNotExist) else None
