"""Shops and their stock, orders, payments, and the books."""

from .ledger import Account, Booking, LedgerEntry, LedgerTransaction
from .order import Order, OrderLine, OrderState, Parcel, TimelineEntry
from .payment import Payment, PaymentState
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
    "Shop",
    "StockLot",
    "TimelineEntry",
]
