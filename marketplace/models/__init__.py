"""Shops and their stock, orders, payments, and the books."""

from .ledger import Account, Booking, LedgerEntry, LedgerTransaction
from .order import Order, OrderLine, OrderState, Parcel, TimelineEntry
from .payment import Payment, PaymentState
from .shipping import ShippingBand, ShippingMethod, Zone
from .shop import Shop
from .stock import Condition, StockLot

__all__ = [
    "Account",
    "Booking",
    "Condition",
    "LedgerEntry",
    "LedgerTransaction",
    "Order",
    "OrderLine",
    "OrderState",
    "Parcel",
    "Payment",
    "PaymentState",
    "ShippingBand",
    "ShippingMethod",
    "Shop",
    "StockLot",
    "TimelineEntry",
    "Zone",
]
