"""Use cases of buying and selling."""

from .fulfilling import confirm_delivery, pack, ship
from .ordering import cancel_order, expire_orders, place_order
from .paying import settle, start_payment
from .shops import approve_shop, change_shop, keep_shipping, open_shop, remove_shipping
from .stocking import add_lot, change_lot, change_lots, remove_lots

__all__ = [
    "add_lot",
    "approve_shop",
    "cancel_order",
    "change_lot",
    "change_lots",
    "change_shop",
    "confirm_delivery",
    "expire_orders",
    "keep_shipping",
    "open_shop",
    "pack",
    "place_order",
    "remove_lots",
    "remove_shipping",
    "settle",
    "ship",
    "start_payment",
]
