"""Reserve stock, sell it, give it back: each is one statement over all lots of an order, under their locks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import connection

from ..locking import lock_stock
from ..models import OrderLine, StockLot

_MOVE = """
UPDATE marketplace_stocklot AS lot
SET reserved = lot.reserved + moved.pieces * %s, quantity = lot.quantity + moved.pieces * %s
FROM unnest(%s::bigint[], %s::bigint[]) AS moved (id, pieces) WHERE lot.id = moved.id
"""


def reserve(lines: Iterable[OrderLine]) -> None:
    """Promise the lines' pieces to their order. The caller holds the lots' locks and has seen that they are there."""
    _move(_counted(lines), reserved=1)


def release(lines: Iterable[OrderLine]) -> None:
    """Give reserved pieces back to the shop."""
    _move(_counted(_locked(lines)), reserved=-1)


def sell_reserved(lines: Iterable[OrderLine]) -> None:
    """Turn a reservation into a sale."""
    _move(_counted(_locked(lines)), reserved=-1, quantity=-1)


def sell_from_shelf(lines: Iterable[OrderLine]) -> bool:
    """Sell pieces that are reserved no more; False, and nothing is done, when some of them are gone."""
    lines = list(lines)
    if any(line.stock_id is None for line in lines):
        return False
    locked = lock_stock(line.stock_id for line in lines if line.stock_id is not None)
    wanted = _counted(lines)
    if any(stock not in locked or not _sells(locked[stock], pieces) for stock, pieces in wanted.items()):
        return False
    _move(wanted, quantity=-1)
    return True


def put_back(pieces: Iterable[tuple[OrderLine, int]]) -> None:
    """Return so many sold pieces of lines to the shelf, where their lots are still there."""
    lines = dict(pieces)
    back: Counter[int] = Counter()
    for line in _locked(lines):
        assert line.stock_id is not None
        back[line.stock_id] += lines[line]
    _move(back, quantity=1)


def _sells(lot: StockLot, pieces: int) -> bool:
    return lot.available >= pieces and not lot.stockroom


def _locked(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """The lines whose lots are still there, with these under lock."""
    lines = list(lines)
    locked = lock_stock(line.stock_id for line in lines if line.stock_id is not None)
    return [line for line in lines if line.stock_id in locked]


def _counted(lines: Iterable[OrderLine]) -> Counter[int]:
    pieces: Counter[int] = Counter()
    for line in lines:
        if line.stock_id is not None:
            pieces[line.stock_id] += line.quantity
    return pieces


def _move(pieces: Mapping[int, int], *, reserved: int = 0, quantity: int = 0) -> None:
    """Change lots by so many pieces, by their numbers."""
    if pieces:
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, [reserved, quantity, list(pieces), list(pieces.values())])
