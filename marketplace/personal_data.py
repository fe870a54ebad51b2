"""A member's orders as they take them away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from users.models import Member


def orders(member: Member) -> Iterable[tuple[str, Any]]:
    """`orders.json`: a member's orders with amounts in minor units, and the address of each."""
    fields = ("number", "title", "state", "currency", "parts_price", "shipping_price", "royalty", "total", "created_at")
    address = ("name", "street", "postcode", "city", "country", "email")
    yield "orders.json", list(member.orders.order_by("id").values(*fields, *address))
