"""What can be built of somebody's parts, beside the plain SQL join over the same lots, in one run."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import psycopg
from numpy.typing import NDArray

from marketplace.buildable.found import Owned
from marketplace.buildable.index import Index, Row
from marketplace.buildable.search import search
from prosum.embedded import Services

from .measuring import best, show

#: Creations, lots of each, and lots that somebody owns.
CREATIONS, LOTS, OWNED = 100_000, 150, 3_000
#: Lots there are, the usual ones in far more creations than the others.
KINDS = 40_000
#: How many are asked for: a page of them.
MOST = 60

#: Parts and colours as the site's own table has them: words and numbers.
_TABLE = """
CREATE TABLE needed (creation int, part text, colour int, quantity int);
CREATE TABLE owned (part text, colour int, quantity int, PRIMARY KEY (part, colour));
CREATE TABLE pieces (creation int PRIMARY KEY, number int);
"""
#: One process each: the search is not divided either.
_INDEXES = "SET max_parallel_workers_per_gather = 0; CREATE INDEX ON needed (part, colour); ANALYZE needed; ANALYZE owned; ANALYZE pieces"
_JOIN = """
SELECT have, number FROM (
    SELECT creation, sum(least(needed.quantity, owned.quantity)) AS have
    FROM needed JOIN owned USING (part, colour) GROUP BY creation
) AS found JOIN pieces USING (creation)
ORDER BY have::float / number DESC, creation DESC LIMIT %s
"""

Ints = NDArray[np.int64]


def buildable(creations: int = CREATIONS) -> None:
    """Print how long both take, whether they agree, and the table's memory."""
    print(f"What can be built: {creations:,} creations of {LOTS} lots, {OWNED:,} lots owned; the peer is the SQL join.")
    chance = np.random.default_rng(1)
    kinds = (KINDS * chance.random((creations, LOTS)) ** 3).astype(np.int64)
    numbers = chance.integers(1, 9, (creations, LOTS))
    lots = np.unique((KINDS * chance.random(OWNED * 2) ** 2).astype(np.int64))[:OWNED]
    owned = [(_part(kind), _colour(kind), int(kind) % 30 + 1) for kind in lots.tolist()]
    index = Index.made(_rows(kinds, numbers), {})
    ours = partial(search, index, owned, most=MOST)
    with _database() as database:
        _load(database, kinds, numbers, owned)
        theirs = partial(_joined, database)
        show("the best of them", best(ours), "SQL join", best(theirs, 2))
        # Ties stand in different orders: shares are compared.
        same = [(one.have, one.pieces) for one in ours()] == theirs()
    size = len(index.written())
    print(f"  the same shares: {same}; the table takes {size / 2**20:.0f} MiB, {size / kinds.size:.1f} bytes a lot")


@contextmanager
def _database() -> Iterator[psycopg.Connection]:
    """A connection to a PostgreSQL of its own."""
    kept = {name: os.environ.pop(name) for name in ("DATABASE_URL", "REDIS_URL") if name in os.environ}
    with (
        tempfile.TemporaryDirectory() as folder,
        Services(Path(folder), throw_away=True),
        psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection,
    ):
        yield connection
    os.environ.update(kept)


def _part(kind: int) -> str:
    return str(3000 + kind // 10)


def _colour(kind: int) -> int:
    return kind % 10


def _each(kinds: Ints, numbers: Ints) -> Iterator[tuple[int, dict[int, int]]]:
    """Each creation with how many it needs of each kind of lot."""
    for creation, (row, counts) in enumerate(zip(kinds.tolist(), numbers.tolist(), strict=True), 1):
        needs: dict[int, int] = {}
        for kind, number in zip(row, counts, strict=True):
            needs[kind] = needs.get(kind, 0) + number
        yield creation, needs


def _rows(kinds: Ints, numbers: Ints) -> Iterator[Row]:
    for creation, needs in _each(kinds, numbers):
        for kind, number in needs.items():
            yield Row(creation, creation, _part(kind), _colour(kind), number)


def _load(database: psycopg.Connection, kinds: Ints, numbers: Ints, owned: list[Owned]) -> None:
    cursor = database.cursor()
    cursor.execute(_TABLE)
    with cursor.copy("COPY needed FROM STDIN") as copy:
        for creation, needs in _each(kinds, numbers):
            lines = (f"{creation}\t{_part(kind)}\t{_colour(kind)}\t{number}\n" for kind, number in needs.items())
            copy.write("".join(lines))
    with cursor.copy("COPY owned FROM STDIN") as copy:
        copy.write("".join(f"{part}\t{colour}\t{number}\n" for part, colour, number in owned))
    cursor.execute("INSERT INTO pieces SELECT creation, sum(quantity) FROM needed GROUP BY creation")
    for statement in _INDEXES.split(";"):
        cursor.execute(statement)


def _joined(database: psycopg.Connection) -> list[tuple[int, int]]:
    """Pieces owned and pieces in all of the best, as the join finds them."""
    rows = database.execute(_JOIN, [MOST])
    return [(int(have), int(number)) for have, number in rows]


if __name__ == "__main__":
    buildable(*map(int, sys.argv[1:2]))
