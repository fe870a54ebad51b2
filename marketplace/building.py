"""What can I build: the table of all public creations (`buildable`), made by a worker, asked by pages.

none       nothing was made yet: pages count the newest creations alone, and the first beat asks for it
fresh      `fingerprint` is that of what is public now
stale      something was published, revised or withdrawn since, or it is older than prices may be: the next beat asks
           for a new one. Meanwhile pages count what is newer beside it, and leave out what is not public any more
replaced   the old file goes when the new row stands; whoever has it open keeps it
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from creations.models import Creation, RevisionLot
from users import files
from users.models import Member
from users.work import actions as work
from users.work.kinds import Job, Keep

from .buildable.found import Found, Order
from .models import BuildableTable, OwnedLot, Shop, StockLot
from .models.shop import selling
from .models.stock import on_sale

if TYPE_CHECKING:
    from .buildable.index import Index, Row

KIND = "market.buildable"
SUBJECT = "buildable"
#: Prices in the table are at most so old.
OLDEST = timedelta(hours=6)
#: A page counts at most so many creations that are newer than the table.
NEWEST = 300
#: So many are found in all: nobody looks further down.
MOST = 240

_loaded: tuple[str, Index] | None = None
_loading = threading.Lock()


def ask_for_table() -> bool:
    """Let a worker make the table anew when what it shows has changed; returns whether it was asked for."""
    kept = BuildableTable.objects.first()
    if kept is not None and kept.fingerprint == _fingerprint() and kept.began_at > timezone.now() - OLDEST:
        return False
    work.ask(kind=KIND, subject=SUBJECT)
    return True


def make_table(job: Job) -> Keep:
    """Count what all public creations need. Memory: about ten bytes a lot, 170 MB for 100,000 creations of 150 lots."""
    from .buildable.index import Index

    began, fingerprint = timezone.now(), _fingerprint()
    made = Index.made(_rows(Creation.objects.public()), _prices())
    name = files.store(made.written(), folder="buildable", ending=".table")

    def keep() -> None:
        before = BuildableTable.objects.select_for_update().first()
        values = {"file": name, "fingerprint": fingerprint, "began_at": began, "creations": len(made)}
        BuildableTable.objects.update_or_create(pk=1, defaults=values)
        if before is not None and before.file != name:
            transaction.on_commit(lambda: default_storage.delete(before.file))

    return keep


def find_buildable(
    member: Member, *, any_colour: bool = False, order: Order = Order.SHARE, least_pieces: int = 1
) -> list[tuple[Creation, Found]]:
    """The public creations of which the member has most, with what they have and what the rest costs, exactly counted."""
    from .buildable.index import Index
    from .buildable.search import search

    owned = list(OwnedLot.objects.filter(member=member).values_list("part", "colour", "quantity"))
    if not owned:
        return []
    began, index = _table()
    newer = Creation.objects.public()
    if began is not None:
        newer = newer.filter(Q(published_at__gte=began) | Q(current__created_at__gte=began))
    rows = list(_rows(newer.order_by("-pk")[:NEWEST]))
    fresh = Index.made(rows, _prices({row.part for row in rows})) if rows else None
    found: dict[int, Found] = {}
    for table in (index, fresh):
        if table is not None:
            for one in search(
                table, owned, any_colour=any_colour, order=order, most=MOST + 60, least_pieces=least_pieces
            ):
                found[one.model] = one
    shown = Creation.objects.public().filter(pk__in=found).select_related("owner", "current", "cover")
    there = {c.pk: c for c in shown.defer("story", "search", "current__facts")}
    kept = [(there[pk], one) for pk, one in found.items() if pk in there and there[pk].current_id == one.version]
    return sorted(kept, key=lambda pair: _place(pair[1], order))[:MOST]


def _place(one: Found, order: Order) -> tuple[Any, ...]:
    if order is Order.SHARE:
        return (-one.share, one.unsold, one.price, -one.model)
    return (one.unsold, one.price, -one.share, -one.model)


def _table() -> tuple[datetime | None, Index | None]:
    """The newest table and from when on creations are not in it. Processes share one copy where files lie on a disk."""
    from .buildable.index import Index

    global _loaded
    for _attempt in range(3):
        kept = BuildableTable.objects.first()
        if kept is None:
            break
        with _loading:
            if _loaded is not None and _loaded[0] == kept.file:
                return kept.began_at, _loaded[1]
            try:
                _loaded = (kept.file, Index.read(_mapped(kept.file)))
            except FileNotFoundError:  # it was replaced between the two looks
                continue
            return kept.began_at, _loaded[1]
    return None, None


def _mapped(name: str) -> bytes | memoryview:
    import numpy as np

    try:
        path = default_storage.path(name)
    except NotImplementedError:  # a bucket
        return files.load(name)
    mapped: Any = np.memmap(path, mode="r")
    return memoryview(mapped)


def _rows(creations: Any) -> Iterator[Row]:
    """The lots of the creations' newest revisions, each creation's together; read in passing, however many there are."""
    from .buildable.index import Row

    lots = RevisionLot.objects.filter(revision__in=creations.values("current")).order_by("revision", "part")
    words = ("revision__creation", "revision", "part", "colour", "quantity", "custom")
    for creation, revision, part, colour, quantity, custom in lots.values_list(*words).iterator(10_000):
        yield Row(creation, revision, part, colour, quantity, custom)


def _prices(parts: Any = None) -> dict[tuple[str, int], int]:
    """The least price of a piece of each lot, in ten-thousandths, in the shops that sell now; of some parts or of all."""
    offered = StockLot.objects.filter(
        shop__in=Shop.objects.filter(selling()), quantity__gt=F("reserved"), stockroom=False
    )
    if parts is not None:
        offered = offered.filter(part__in=parts)
    least: dict[tuple[str, int], int] = {}
    for part, colour, price, percent in offered.values_list("part", "colour", "unit_price", "sale_percent").iterator():
        price = on_sale(price, percent)
        least[part, colour] = min(price, least.get((part, colour), price))
    return least


def _fingerprint() -> str:
    """Other when a creation came, went or was revised."""
    there = Creation.objects.public().aggregate(n=Count("pk"), total=Sum("current"), newest=Max("current"))
    return hashlib.sha256(repr(sorted(there.items())).encode()).hexdigest()
