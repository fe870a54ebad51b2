"""Many at the same moment, on a real database: nothing is sold twice, and no cent goes twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from marketplace import actions
from marketplace.actions.ordering import OutOfStock
from marketplace.actions.refusals import TooMuch
from marketplace.bought import Bought
from marketplace.ledger_check import findings
from marketplace.locking import Busy, lock_order, lock_stock
from marketplace.models import Order, Payment, Refund, Shop, StockLot
from marketplace.payments import sandbox
from marketplace.plans import Plan, PlannedLot, PlannedParcel
from tests.background import work_off
from users.counters import counters

#: So many act at once, each with a connection of its own.
AT_ONCE = 24


def race(acts: list[Callable[[], object]]) -> Counter[str]:
    """All of these, as many at once as there are threads; what became of each: a class's name, or "done"."""
    start = threading.Barrier(min(AT_ONCE, len(acts)))

    def run(number: int) -> str:
        try:
            if number < start.parties:
                start.wait(30)
            acts[number]()
            return "done"
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(start.parties) as threads:
        return Counter(threads.map(run, range(len(acts))))


@pytest.mark.django_db(transaction=True)
def test_buyers_expiry_payments_and_refunds_race(creation, shop, address, make_member):
    buyer = make_member("chloe")
    shops = [shop, *(Shop.objects.create(name=name, slug=name, owner=make_member(name, "seller")) for name in "ab")]
    StockLot.objects.exclude(part="3001", colour=4).delete()
    lots = [StockLot.objects.create(shop=one, part="3001", colour=4, quantity=50, unit_price=350) for one in shops]
    plans = [Plan([PlannedParcel(lot.shop, [PlannedLot(lot.pk, 1)]) for lot in order]) for order in (lots, lots[::-1])]

    # 200 buyers want the last 50 pieces, one of each of three shops, asked for in two orders.
    def buy(number: int) -> Callable[[], object]:
        plan = plans[number % 2]
        return lambda: actions.order_plan(buyer=buyer, plan=plan, address=address, bought=[Bought(creation.current)])

    assert race([buy(number) for number in range(200)]) == {"done": 50, "OutOfStock": 150}
    assert set(StockLot.objects.filter(pk__in=[lot.pk for lot in lots]).values_list("quantity", "reserved")) == {
        (50, 50)
    }
    with pytest.raises(OutOfStock):
        buy(0)()

    # All of them are paid at the moment they expire, each message twice.
    orders = list(Order.objects.order_by("pk"))
    for order in orders:
        actions.start_payment(order=order, member=buyer)
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    messages = [sandbox.pay(payment) for payment in Payment.objects.all()]
    told = [lambda m=message: deliver(*m) for message in messages for _ in range(2)]
    clocks: list[Callable[[], object]] = [actions.expire_orders] * 12
    mixed = [act for pair in zip(told, clocks * 9, strict=False) for act in pair]
    assert set(race(mixed)) == {"done"}
    work_off("now")
    sold = Order.objects.filter(sold_at__isnull=False).count()
    assert sold == 50, "what expired a moment before its money came could still be had"
    assert set(StockLot.objects.filter(pk__in=[lot.pk for lot in lots]).values_list("quantity", "reserved")) == {(0, 0)}
    assert not list(findings()) and not [counter.name for counter in counters() if counter.wrong().exists()]

    # Seller, operator and twelve clicks give one parcel back: it goes back once.
    operator, order = make_member("olga", "operator"), orders[0]
    parcel = order.parcels.select_related("shop").first()
    back = lambda: actions.refund_rest(order=order, member=operator, parcel=parcel)  # noqa: E731
    mine = lambda: actions.refund_parcel(parcel=parcel, member=parcel.shop.owner, goodwill=3)  # noqa: E731
    outcomes = race([back, mine] * 6)
    assert set(outcomes) <= {"done", TooMuch.__name__} and 1 <= outcomes["done"] <= 2
    work_off("now")
    assert sum(Refund.objects.values_list("amount", flat=True)) == 4 == parcel.total
    assert not list(findings())
    locks_are_for_transactions_and_waited_for_a_while(order, lots)


def deliver(body: bytes, signature: str) -> None:
    event = sandbox.verify(body, signature)
    actions.receive(provider="sandbox", event_id=event, body=body.decode())


def locks_are_for_transactions_and_waited_for_a_while(order, lots) -> None:
    for lock in (lambda: lock_order(order.pk), lambda: lock_stock([lots[0].pk])):
        with pytest.raises(TransactionManagementError):
            lock()
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            lock_order(order.pk)
            held.set()
            over.wait(30)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Busy), transaction.atomic():
        patch.setattr("marketplace.locking.PATIENCE", "50ms")
        lock_order(order.pk)
    over.set()
    holder.join()
