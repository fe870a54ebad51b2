"""Book movements of money in double entry."""

from __future__ import annotations

from users.models import Member

from .models import Account, LedgerEntry, LedgerTransaction, Order, Shop


def book_sale(order: Order) -> LedgerTransaction:
    """A paid order: the provider owes us the total, we owe the shop parts and shipping, the designer the royalty.

    Once per order, by constraint.
    """
    parcel = order.parcels.select_related("shop").get()
    entries = [
        (_account(Account.Kind.PROVIDER, order), order.total),
        (_account(Account.Kind.SHOP, order, shop=parcel.shop), -(order.parts_price + order.shipping_price)),
    ]
    if order.royalty:
        claim = (
            _account(Account.Kind.DESIGNER, order, member=order.designer)
            if order.designer_id
            else _account(Account.Kind.HOUSE, order)
        )
        entries.append((claim, -order.royalty))
    booked = LedgerTransaction.objects.create(order=order, purpose="sale")
    LedgerEntry.objects.bulk_create(
        LedgerEntry(transaction=booked, account=account, amount=amount) for account, amount in entries if amount
    )
    return booked


def _account(kind: Account.Kind, order: Order, shop: Shop | None = None, member: Member | None = None) -> Account:
    account, _ = Account.objects.get_or_create(
        kind=kind, currency=order.currency, shop=shop, member=member, closed_at=None
    )
    return account
