"""Pay out what is owed: asked for by its owner, sent by a worker, and told of by the provider."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from users.errors import ActionError, NotAllowed
from users.models import Member, Role
from users.permissions import has_role
from users.work.actions import ask

from .. import books
from ..locking import lock_account
from ..models import Account, Booking, LedgerEntry, Order, Payout, PayoutPart, PayoutPlace, PayoutReversal
from ..money import in_words
from ..payments import provider
from ..payments.news import News
from .refusals import WrongState

#: The kind of work that sends a payout.
SENDING = "payment.payout"
#: And that which takes some of one back.
REVERSING = "payment.reversal"
_RANKS = list(Payout.State)


class TooLittle(ActionError):
    """Less than is paid out at once."""

    status = 409


def ask_for_payout(*, account: Account, member: Member) -> Payout:
    """All that is owed to a member or their shop is to be sent to them.

    Raises NotAllowed, TooLittle (less than `PROSUM_PAYOUT_LEAST`), OrdersClosed, Busy.
    """
    owner = account.shop.owner_id if account.shop is not None else account.member_id
    if owner != member.pk or account.closed_at is not None:
        raise NotAllowed
    name = provider().name
    with transaction.atomic():
        account = lock_account(account.pk)
        owed, least = books.balance(account), settings.PROSUM_PAYOUT_LEAST
        if owed < max(least, 1):
            words = _("There has to be %(least)s before it is paid out.")
            raise TooLittle(words % {"least": in_words(least, account.currency)})
        payout = Payout.objects.create(account=account, amount=owed, provider=name)
        PayoutPart.objects.bulk_create(
            PayoutPart(payout=payout, order_id=order, amount=part) for order, part in _parts(account, owed).items()
        )
        books.book_payout(payout, Booking.PAYOUT_ASKED)
        ask(kind=SENDING, subject=f"payout:{payout.pk}")
    return payout


def give_up_payout(*, payout: Payout, member: Member, reason: str) -> Payout:
    """The operator returns to its account what cannot be sent, or came back. Raises NotAllowed, WrongState, Busy."""
    if not has_role(member, Role.OPERATOR):
        raise NotAllowed
    with transaction.atomic():
        if not move_payout(payout.pk, Payout.State.RETURNED, reason=reason):
            raise WrongState(_("This payout has come back already."))
    payout.refresh_from_db()
    return payout


def hear_of_payout(news: News) -> str:
    """The provider tells that a payout arrived or came back; what is none of ours is nobody's business."""
    payout = Payout.objects.filter(reference=news.reference).first() if news.reference else None
    payout = payout or Payout.objects.filter(provider_id=news.provider_id).exclude(provider_id="").first()
    if payout is not None:
        move_payout(payout.pk, Payout.State(news.state), reason=news.reason)
    return ""


def set_up_payouts(*, member: Member, back: str) -> str:
    """The provider's page on which a member says where their money goes; it leads back to `back`. Raises OrdersClosed."""
    at = provider()
    place = PayoutPlace.objects.filter(member=member, provider=at.name).first()
    account, address = at.connect(member, place.account if place else "", back)
    PayoutPlace.objects.update_or_create(member=member, provider=at.name, defaults={"account": account})
    return address


def recover(order: Order) -> None:
    """Take back what was paid out of an order and has been refunded since. The caller holds the order's lock."""
    sent = PayoutPart.objects.filter(order=order).exclude(provider_id="").exclude(payout__state=Payout.State.RETURNED)
    for account_id in sorted(set(sent.values_list("payout__account", flat=True))):
        over = -dues(lock_account(account_id)).get(order.pk, 0)
        for part in sent.filter(payout__account=account_id).order_by("-pk"):
            back = part.reversals.exclude(state=PayoutReversal.State.FAILED).aggregate(sum=Sum("amount"))["sum"] or 0
            amount = min(over, part.amount - back)
            if amount > 0:
                reversal = PayoutReversal.objects.create(part=part, amount=amount)
                ask(kind=REVERSING, subject=f"reversal:{reversal.pk}")
                over -= amount


def dues(account: Account) -> dict[int, int]:
    """What is still to be paid out of each order, by its number: earned by the books, less what was paid out; may be negative."""
    earned = LedgerEntry.objects.filter(account=account, transaction__order__isnull=False)
    found = {order: -amount for order, amount in earned.values_list("transaction__order").annotate(sum=Sum("amount"))}
    parts = PayoutPart.objects.filter(payout__account=account).exclude(payout__state=Payout.State.RETURNED)
    for order, amount in parts.values_list("order").annotate(sum=Sum("amount")):
        found[order] = found.get(order, 0) - amount
    back = PayoutReversal.objects.filter(part__in=parts).exclude(state=PayoutReversal.State.FAILED)
    for order, amount in back.values_list("part__order").annotate(sum=Sum("amount")):
        found[order] = found.get(order, 0) + amount
    return found


def _parts(account: Account, owed: int) -> dict[int, int]:
    """Of which orders `owed` is, the oldest first: what others owe is taken off the newest."""
    parts, left = {}, owed
    for order, due in sorted(dues(account).items()):
        if (part := min(due, left)) > 0:
            parts[order] = part
            left -= part
    return parts


def end_reversal(reversal: PayoutReversal, state: str, provider_id: str) -> None:
    """It was taken back, or could not be: then the account owes it. Within a transaction, once."""
    lock_account(reversal.part.payout.account_id)
    reversal.refresh_from_db()
    if reversal.state == PayoutReversal.State.ASKED:
        reversal.state, reversal.provider_id = state, provider_id
        reversal.save()
        if state == PayoutReversal.State.DONE:
            books.book_reversal(reversal)


def move_payout(pk: int, state: Payout.State, *, provider_id: str = "", reason: str = "") -> bool:
    """Climb to a state and book it; False when it is there or further. Within a transaction."""
    lock_account(Payout.objects.values_list("account_id", flat=True).get(pk=pk))
    payout = Payout.objects.select_for_update(of=("self",)).select_related("account").get(pk=pk)
    if _RANKS.index(state) <= _RANKS.index(Payout.State(payout.state)):
        return False
    payout.provider_id = payout.provider_id or provider_id
    if state in (Payout.State.SENT, Payout.State.ARRIVED) and payout.sent_at is None:
        payout.sent_at = timezone.now()
        books.book_payout(payout, Booking.PAYOUT_SENT)
    if state in (Payout.State.ARRIVED, Payout.State.RETURNED):
        payout.ended_at = timezone.now()
    if state == Payout.State.RETURNED:
        books.book_payout(payout, Booking.PAYOUT_RETURNED)
    payout.state, payout.reason = state, reason[:200]
    payout.save()
    return True
