"""Locks of the marketplace, taken in one order everywhere: the order's row, its payments, its stock lots, accounts,
the numbers of invoices by shop.

So two transactions never wait for each other. Each waits a limited time, and outside of a transaction, where a lock would be
gone as soon as it is taken, asking for one is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext_lazy as _

from users.errors import ActionError

from .models import Account, Order, Payment, StockLot

#: How long a lock is waited for.
PATIENCE = "5s"
#: PostgreSQL's code for a lock that was not had in time.
_NOT_AVAILABLE = "55P03"


class Busy(ActionError):
    """Somebody else holds what is needed for too long."""

    status = 503

    def __init__(self) -> None:
        super().__init__(_("Others are buying just now. Please try again in a moment."))


def lock_order(pk: int) -> Order:
    """The order under its row lock: the first lock of every transaction that changes one. Raises Busy."""
    with _patiently():
        return Order.objects.select_for_update(of=("self",)).get(pk=pk)


def lock_payment(pk: int) -> Payment:
    """A payment under its row lock, after its order's. Raises Busy."""
    with _patiently():
        return Payment.objects.select_for_update(of=("self",)).get(pk=pk)


def lock_stock(ids: Iterable[int]) -> dict[int, StockLot]:
    """Stock lots under their row locks, taken by number in one statement. Raises Busy."""
    with _patiently():
        rows = StockLot.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=set(ids))
        return {lot.pk: lot for lot in rows.order_by("pk")}


def lock_account(pk: int) -> Account:
    """An account of the books under its row lock, for who takes money out of it. Raises Busy."""
    with _patiently():
        return Account.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


@contextmanager
def _patiently() -> Iterator[None]:
    if not connection.in_atomic_block:
        raise TransactionManagementError("A lock outside of a transaction locks nothing.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _NOT_AVAILABLE:
            raise Busy from error
        raise
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])
