"""Use cases of buying and selling."""

from .addresses import forget_address, keep_address, prefer_address
from .again import order_again
from .asking import ask_shops, look_for_wanted, stop_asking
from .baskets import add_creation, add_lots, choose, empty_basket, plan_again, set_quantity, set_times
from .changing import cancel_order, change_address, extend_reservation
from .fulfilling import confirm_delivery, pack, ship
from .guests import claim_orders
from .hearing import hear, receive
from .importing import apply_stock_file, bring_stock_file, put_away_stock_file, tell_of_stock_file
from .messaging import judge_message, read_thread, report_message, write_message
from .ordering import expire_orders, order_plan, place_order
from .owning import bring_owned, forget_owned, own, own_parts_of
from .paying import decide_on_payment, settle, start_payment
from .payouts import ask_for_payout, give_up_payout, set_up_payouts
from .picking import give_back_missing, pack_picked, pick, send_later
from .refunding import refund_parcel, refund_rest, retry_refund
from .returning import accept_return, ask_for_return, receive_return, refund_return, refuse_return, withdraw_return
from .shops import approve_shop, change_shop, keep_shipping, open_shop, remove_shipping
from .stocking import add_lot, change_lot, change_lots, remove_lots
from .substituting import decide, take_back, trust

__all__ = [
    "accept_return",
    "add_creation",
    "add_lot",
    "add_lots",
    "apply_stock_file",
    "approve_shop",
    "ask_for_payout",
    "ask_for_return",
    "ask_shops",
    "bring_owned",
    "bring_stock_file",
    "cancel_order",
    "change_address",
    "change_lot",
    "change_lots",
    "change_shop",
    "choose",
    "claim_orders",
    "confirm_delivery",
    "decide",
    "decide_on_payment",
    "empty_basket",
    "expire_orders",
    "extend_reservation",
    "forget_address",
    "forget_owned",
    "give_back_missing",
    "give_up_payout",
    "hear",
    "judge_message",
    "keep_address",
    "keep_shipping",
    "look_for_wanted",
    "open_shop",
    "order_again",
    "order_plan",
    "own",
    "own_parts_of",
    "pack",
    "pack_picked",
    "pick",
    "place_order",
    "plan_again",
    "prefer_address",
    "put_away_stock_file",
    "read_thread",
    "receive",
    "receive_return",
    "refund_parcel",
    "refund_rest",
    "refund_return",
    "refuse_return",
    "remove_lots",
    "remove_shipping",
    "report_message",
    "retry_refund",
    "send_later",
    "set_quantity",
    "set_times",
    "set_up_payouts",
    "settle",
    "ship",
    "start_payment",
    "stop_asking",
    "take_back",
    "tell_of_stock_file",
    "trust",
    "withdraw_return",
    "write_message",
]
