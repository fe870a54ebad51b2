"""A bounded pool of connections whose first dead one condemns the rest.

After a restart of the database every pooled connection is dead. Psycopg's own check finds them one by one, waiting longer
each time, so that pages would fail for several seconds more than the database was away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


class HealingPool(ConnectionPool[Connection[Any]]):
    """Checks each connection before it is given out; when one is dead, replaces all that lie in the pool."""

    def __init__(self, **options: Any) -> None:
        self._drained = 0.0
        super().__init__(check=self.check_or_drain, **options)

    def check_or_drain(self, connection: Connection[Any]) -> None:
        """Raises OperationalError for a dead connection."""
        asked = time.monotonic()
        try:
            self.check_connection(connection)
        except OperationalError:
            # Those that were checked at the same time say the same thing: once is enough.
            if asked >= self._drained:
                self._drained = time.monotonic()
                self.drain()
            raise


class DatabaseOperations(PostgresOperations):
    """As Django's own, but for emptying tables that are written once."""

    def sql_flush(self, *arguments: Any, **options: Any) -> list[str]:
        """Say that the whole database is emptied: the books, which refuse to be truncated, let it happen."""
        statements = super().sql_flush(*arguments, **options)
        return ["SET LOCAL prosum.flushing = 'yes';", *statements] if statements else []


class DatabaseWrapper(PostgresWrapper):
    """As Django's own, but for the kind of its pool and what flushing says."""

    ops_class = DatabaseOperations

    # Django's, which its types do not tell of.
    _connection_pools: dict[str, HealingPool]
    _configure_connection: Callable[[Connection[Any]], bool]

    @property
    def pool(self) -> HealingPool | None:
        """The pool of this alias, made when it is first asked for; None without one in the settings."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if not options or not self.settings_dict["NAME"]:
            return None
        if self.alias not in self._connection_pools:
            parameters = self.get_connection_params()
            parameters["autocommit"] = True  # Django sets what it wants on each connection it takes
            pool = HealingPool(kwargs=parameters, open=False, configure=self._configure_connection, **options)
            # Threads may come here together: the first pool stays, and one that was never opened costs nothing.
            self._connection_pools.setdefault(self.alias, pool)
        return self._connection_pools[self.alias]
