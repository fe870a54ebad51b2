"""Book movements of money in double entry. What each booking moves is drawn in docs/money.md.

Every function is called within the transaction of what it books, and does nothing when that is booked already.
"""

from __future__ import annotations

from collections.abc import Iterable

from .models import Account, Booking, LedgerEntry, LedgerTransaction, Order, Payment, Shop

#: An account by its kind, shop's id and member's id.
Claim = tuple[Account.Kind, int | None, int | None]

PROVIDER: Claim = (Account.Kind.PROVIDER, None, None)
HELD: Claim = (Account.Kind.HELD, None, None)
HOUSE: Claim = (Account.Kind.HOUSE, None, None)
PAYOUTS: Claim = (Account.Kind.PAYOUTS, None, None)


def of_shop(shop: Shop) -> Claim:
    """What the site owes a shop."""
    return (Account.Kind.SHOP, shop.pk, None)


def of_designer(member: int | None) -> Claim:
    """What the site owes a designer; what one earned who has left is the house's."""
    return (Account.Kind.DESIGNER, None, member) if member is not None else HOUSE


def book_payment(payment: Payment) -> None:
    """Money came: the provider owes it to us, we hold it for the buyer."""
    _book(
        Booking.PAYMENT,
        payment.pk,
        payment.currency,
        [(PROVIDER, payment.amount), (HELD, -payment.amount)],
        payment.order,
    )


def book_sale(order: Order) -> None:
    """The buyer's money is earned: by each shop its parcel, by the designer the royalty."""
    shops = [
        (of_shop(parcel.shop), order.parts_price + order.shipping_price)
        for parcel in order.parcels.select_related("shop")
    ]
    _book(Booking.SALE, order.pk, order.currency, _from(HELD, shops), order)
    royalties = [(of_designer(order.designer_id), order.royalty)]
    _book(Booking.ROYALTY, order.pk, order.currency, _from(HELD, royalties), order)


def _from(source: Claim, earned: Iterable[tuple[Claim, int]]) -> list[tuple[Claim, int]]:
    """Entries that give `earned` amounts to claims, out of one account."""
    entries = [(claim, -amount) for claim, amount in earned]
    return [*entries, (source, -sum(amount for _, amount in entries))]


def _book(
    purpose: Booking, of: int, currency: str, entries: Iterable[tuple[Claim, int]], order: Order | None = None
) -> LedgerTransaction | None:
    """Write one transaction under the key `purpose:of`; None when it is there already or moves nothing."""
    sums: dict[Claim, int] = {}
    for claim, amount in entries:
        sums[claim] = sums.get(claim, 0) + amount
    key = f"{purpose}:{of}"
    moved = sorted((claim, amount) for claim, amount in sums.items() if amount)
    if not moved or LedgerTransaction.objects.filter(key=key).exists():
        return None
    booked = LedgerTransaction.objects.create(key=key, purpose=purpose, order=order)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(transaction=booked, account=_account(claim, currency), amount=amount) for claim, amount in moved
    )
    return booked


def _account(claim: Claim, currency: str) -> Account:
    kind, shop, member = claim
    account, _ = Account.objects.get_or_create(
        kind=kind, currency=currency, shop_id=shop, member_id=member, closed_at=None
    )
    return account
