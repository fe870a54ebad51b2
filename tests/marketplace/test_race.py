"""Fifty buyers, ten bricks."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from marketplace import actions
from marketplace.actions.ordering import OutOfStock
from marketplace.models import Order, StockLot


@pytest.mark.django_db(transaction=True)
def test_fifty_buyers_race_for_the_last_ten(creation, shop, address, make_member):
    StockLot.objects.filter(part="3001", colour=4).update(quantity=10)
    buyers = [make_member(f"buyer{k}") for k in range(50)]
    start, outcomes = threading.Barrier(50), []

    def buy(buyer):
        try:
            start.wait()
            actions.place_order(buyer=buyer, revision=creation.current, address=address)
            outcomes.append("ordered")
        except OutOfStock:
            outcomes.append("too late")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=buy, args=[buyer]) for buyer in buyers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["ordered"] * 10 + ["too late"] * 40
    lot = StockLot.objects.get(part="3001", colour=4)
    assert (lot.quantity, lot.reserved) == (10, 10) and Order.objects.count() == 10
