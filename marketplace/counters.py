"""What is counted of orders."""

from __future__ import annotations

from users.counters import Counter, sum_of

from .models import Fulfilment, OrderLine, StockLot

#: Not by a trigger: a reservation becomes a sale under the order's lock and that of its lots (`actions/ordering.py`).
COUNTERS = (
    Counter(
        StockLot, "reserved", sum_of(OrderLine.objects.filter(parcel__state=Fulfilment.RESERVED), "stock", "quantity")
    ),
)
