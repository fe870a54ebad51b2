"""Shops and their stock, orders, payments, and the books."""

from .address import ADDRESS_FIELDS, KeptAddress, PostalAddress
from .basket import Area, Basket, BasketCreation, BasketLot, BasketPlan, BasketSubstitute
from .invoice import Invoice
from .ledger import Account, Booking, LedgerEntry, LedgerTransaction
from .message import OrderMessage
from .order import Ended, Fulfilment, Happening, Money, Order, OrderCreation, OrderState, TimelineEntry
from .owned import BuildableTable, OwnedLot
from .parcel import OrderLine, Parcel
from .payment import Payment, PaymentState, ProviderMessage, SandboxMovement
from .payout import Payout, PayoutPart, PayoutPlace, PayoutReversal
from .price import CreationPrice, StockMove
from .refund import OF_A_SALE, Dispute, DisputeShare, Refund, RefundLine, RefundReason, RefundShare
from .returns import Return, ReturnLine, ReturnReason
from .royalty import RoyaltyShare
from .shipping import ShippingBand, ShippingMethod, Zone
from .shop import Shop, TrustedShop
from .stock import Condition, StockLot
from .stock_import import ImportMode, ImportState, LineKind, StockImport, StockImportLine
from .wanted import WantedLot

__all__ = [
    "ADDRESS_FIELDS",
    "OF_A_SALE",
    "Account",
    "Area",
    "Basket",
    "BasketCreation",
    "BasketLot",
    "BasketPlan",
    "BasketSubstitute",
    "Booking",
    "BuildableTable",
    "Condition",
    "CreationPrice",
    "Dispute",
    "DisputeShare",
    "Ended",
    "Fulfilment",
    "Happening",
    "ImportMode",
    "ImportState",
    "Invoice",
    "KeptAddress",
    "LedgerEntry",
    "LedgerTransaction",
    "LineKind",
    "Money",
    "Order",
    "OrderCreation",
    "OrderLine",
    "OrderMessage",
    "OrderState",
    "OwnedLot",
    "Parcel",
    "Payment",
    "PaymentState",
    "Payout",
    "PayoutPart",
    "PayoutPlace",
    "PayoutReversal",
    "PostalAddress",
    "ProviderMessage",
    "Refund",
    "RefundLine",
    "RefundReason",
    "RefundShare",
    "Return",
    "ReturnLine",
    "ReturnReason",
    "RoyaltyShare",
    "SandboxMovement",
    "ShippingBand",
    "ShippingMethod",
    "Shop",
    "StockImport",
    "StockImportLine",
    "StockLot",
    "StockMove",
    "TimelineEntry",
    "TrustedShop",
    "WantedLot",
    "Zone",
]
