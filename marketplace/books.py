"""Book movements of money in double entry. What each booking moves is drawn in docs/money.md.

Every function is called within the transaction of what it books, and does nothing when that is booked already.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Sum

from .models import (
    OF_A_SALE,
    Account,
    Booking,
    Dispute,
    LedgerEntry,
    LedgerTransaction,
    Order,
    Payment,
    PaymentState,
    Payout,
    PayoutReversal,
    Refund,
    RoyaltyShare,
)
from .sharing import spread

#: An account by its kind, shop's id and member's id (0 for none, so that they sort).
Claim = tuple[str, int, int]
Moves = list[tuple[Claim, int]]

PROVIDER: Claim = (Account.Kind.PROVIDER.value, 0, 0)
HELD: Claim = (Account.Kind.HELD.value, 0, 0)
HOUSE: Claim = (Account.Kind.HOUSE.value, 0, 0)
PAYOUTS: Claim = (Account.Kind.PAYOUTS.value, 0, 0)


def of_shop(shop: int) -> Claim:
    """What the site owes a shop."""
    return (Account.Kind.SHOP.value, shop, 0)


def of_designer(member: int | None) -> Claim:
    """What the site owes a designer; what one earned who has left is the house's."""
    return (Account.Kind.DESIGNER.value, 0, member) if member is not None else HOUSE


def book_payment(payment: Payment) -> None:
    """Money came: the provider owes it to us, we hold it for the buyer. What the provider keeps of it is the site's cost."""
    came = payment.received or 0
    moves: Moves = [(PROVIDER, came), (HELD, -came)]
    book(Booking.PAYMENT, payment.pk, payment.received_currency, moves, payment.order)
    book_fee(payment)


def book_fee(payment: Payment) -> None:
    """The provider's fee; some tell of it later than of the payment."""
    moves: Moves = [(HOUSE, payment.fee), (PROVIDER, -payment.fee)]
    book(Booking.FEE, payment.pk, payment.received_currency, moves, payment.order)


def book_sale(order: Order) -> None:
    """The buyer's money is earned: by each shop its parcel, by the designers of the lineage the royalty."""
    parcels = [(of_shop(parcel.shop_id), -parcel.total) for parcel in order.parcels.all()]
    book(Booking.SALE, order.pk, order.currency, balanced(parcels, HELD), order)
    shares = [(of_designer(share.member_id), -share.amount) for share in order.royalties.all()]
    book(Booking.ROYALTY, order.pk, order.currency, balanced(shares, HELD), order)


def book_refund(refund: Refund) -> None:
    """Shops and designers give back what they earned; until it is sent, it is the buyer's held money again."""
    order = refund.order
    shares = list(refund.shares.select_related("parcel"))
    shops = [(of_shop(share.parcel.shop_id), share.amount) for share in shares]
    rest = refund.amount - refund.royalty - sum(share.amount for share in shares)
    if refund.reason in OF_A_SALE:
        book(Booking.REFUND, refund.pk, order.currency, balanced([*shops, (HOUSE, rest)], HELD), order)
        reversed_ = balanced(royalties_reversed(order, refund.royalty), HELD)
        book(Booking.ROYALTY_REVERSED, refund.pk, order.currency, reversed_, order)


def book_refund_sent(refund: Refund) -> None:
    """The provider sent it."""
    moves: Moves = [(HELD, refund.amount), (PROVIDER, -refund.amount)]
    book(Booking.REFUND_SENT, f"{refund.pk}.{refund.attempt}", refund.payment.received_currency, moves, refund.order)


def book_refund_returned(refund: Refund) -> None:
    """What was sent came back to the provider: nothing moves that had not been sent."""
    key = f"{refund.pk}.{refund.attempt}"
    if LedgerTransaction.objects.filter(key=f"{Booking.REFUND_SENT}:{key}").exists():
        moves: Moves = [(PROVIDER, refund.amount), (HELD, -refund.amount)]
        book(Booking.REFUND_RETURNED, key, refund.payment.received_currency, moves, refund.order)


def book_chargeback(dispute: Dispute) -> None:
    """The bank took money back: shops and designers lose their part, the site what nobody else can bear."""
    payment = dispute.payment
    order = payment.order
    shops = [(of_shop(share.parcel.shop_id), share.amount) for share in dispute.shares.select_related("parcel")]
    rest = dispute.amount - dispute.royalty - sum(amount for _, amount in shops)
    was_earned = order.sold_at is not None and payment.state == PaymentState.SUCCEEDED
    bearers = [*shops, *royalties_reversed(order, dispute.royalty), (HOUSE if was_earned else HELD, rest)]
    book(Booking.CHARGEBACK, dispute.pk, payment.received_currency, balanced(bearers, PROVIDER), order)


def book_chargeback_won(dispute: Dispute) -> None:
    """The bank gave it back: exactly what its chargeback moved."""
    taken = LedgerEntry.objects.filter(transaction__key=f"{Booking.CHARGEBACK}:{dispute.pk}").order_by("account_id")
    back = [(entry.account_id, -entry.amount) for entry in taken]
    _write(Booking.CHARGEBACK_WON, dispute.pk, dispute.payment.order, back)


def book_payout(payout: Payout, purpose: Booking) -> None:
    """Asked: it leaves its account. Sent: it leaves the provider. Returned: back into the same account."""
    currency = payout.account.currency
    owner, under_way, provider = payout.account_id, _account(PAYOUTS, currency).pk, _account(PROVIDER, currency).pk
    debited, credited = {
        Booking.PAYOUT_ASKED: (owner, under_way),
        Booking.PAYOUT_SENT: (under_way, provider),
        Booking.PAYOUT_RETURNED: (provider if payout.sent_at is not None else under_way, owner),
    }[purpose]
    _write(purpose, payout.pk, None, [(debited, payout.amount), (credited, -payout.amount)])


def book_reversal(reversal: PayoutReversal) -> None:
    """Some of a payout was taken back for a refund: from the provider into its account."""
    account = reversal.part.payout.account
    provider = _account(PROVIDER, account.currency).pk
    key = f"{reversal.part.payout_id}.{reversal.pk}"
    _write(Booking.PAYOUT_RETURNED, key, None, [(provider, reversal.amount), (account.pk, -reversal.amount)])


def royalties_reversed(order: Order, royalty: int) -> Moves:
    """What each designer of an order gives back of `royalty`, in proportion to what they had of it."""
    shares: list[RoyaltyShare] = list(order.royalties.all())
    amounts = spread(royalty, [share.amount for share in shares])
    return [(of_designer(share.member_id), amount) for share, amount in zip(shares, amounts, strict=True)]


def balance(account: Account) -> int:
    """What is owed to an account's owner, in minor units; negative when they owe."""
    return -(account.entries.aggregate(sum=Sum("amount"))["sum"] or 0)


def balanced(moves: Iterable[tuple[Claim, int]], against: Claim) -> Moves:
    """Moves with the one that balances them, on the account `against`."""
    moved = list(moves)
    return [*moved, (against, -sum(amount for _, amount in moved))]


def book(
    purpose: Booking, of: int | str, currency: str, moves: Iterable[tuple[Claim, int]], order: Order | None = None
) -> LedgerTransaction | None:
    """Write one transaction under the key `purpose:of`; None when it is there already or moves nothing."""
    sums: dict[Claim, int] = {}
    for claim, amount in moves:
        sums[claim] = sums.get(claim, 0) + amount
    moved = sorted((claim, amount) for claim, amount in sums.items() if amount)
    if not moved:
        return None
    return _write(purpose, of, order, [(_account(claim, currency).pk, amount) for claim, amount in moved])


def _write(
    purpose: Booking, of: int | str, order: Order | None, entries: list[tuple[int, int]]
) -> LedgerTransaction | None:
    """Accounts' numbers and amounts, under the key `purpose:of`; None when that is there already."""
    if not entries:
        return None
    booked, is_new = LedgerTransaction.objects.get_or_create(
        key=f"{purpose}:{of}", defaults={"purpose": purpose, "order": order}
    )
    if not is_new:
        return None
    LedgerEntry.objects.bulk_create(
        LedgerEntry(transaction=booked, account_id=account, amount=amount) for account, amount in entries
    )
    return booked


def _account(claim: Claim, currency: str) -> Account:
    kind, shop, member = claim
    owner: dict[str, Any] = {"shop_id": shop or None, "member_id": member or None}
    account, _ = Account.objects.get_or_create(kind=kind, currency=currency, closed_at=None, **owner)
    return account
