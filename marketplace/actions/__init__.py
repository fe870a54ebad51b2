"""Use cases of buying and selling."""

from .fulfilling import confirm_delivery, pack, ship
from .ordering import cancel_order, expire_orders, place_order
from .paying import settle, start_payment

__all__ = [
    "cancel_order",
    "confirm_delivery",
    "expire_orders",
    "pack",
    "place_order",
    "settle",
    "ship",
    "start_payment",
]
