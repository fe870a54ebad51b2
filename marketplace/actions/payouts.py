"""Pay out what is owed: asked for by its owner, sent by a worker, and told of by the provider."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from users.errors import ActionError, NotAllowed
from users.models import Member, Role
from users.permissions import has_role
from users.work.actions import ask

from .. import books
from ..locking import lock_account
from ..models import Account, Booking, Payout
from ..money import in_words
from ..payments import provider
from ..payments.news import News
from .refusals import WrongState

#: The kind of work that sends a payout.
SENDING = "payment.payout"
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
