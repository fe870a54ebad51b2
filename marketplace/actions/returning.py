"""Send pieces back: the buyer asks, the shop answers, has them, and pays them back. Drawn in docs/money.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_fsm import TransitionNotAllowed

from users.errors import ActionError, NotAllowed
from users.models import Member
from users.one_line import is_blank, one_line

from ..amounts import given_back, left_of_parcel, worth
from ..events import ShopReturnAsked, ShopReturnWithdrawn
from ..guests import Asker
from ..locking import lock_order
from ..models import Happening, Order, OrderLine, Parcel, RefundLine, Return, ReturnLine, ReturnReason
from ..permissions import policy
from ..returning import why_not
from . import stock
from .refunding import refund_parcel
from .refusals import TooMuch, WrongState
from .telling import tell, tell_shop

#: So many returns of one parcel can be asked for, refused ones with them.
MOST = 5
#: Kept as it is here: the page says it in its reader's language.
RETURNED = gettext_noop("You sent it back.")


class NoWords(ActionError):
    """Whoever refuses says why."""

    status = 422


def ask_for_return(
    *, parcel: Parcel, member: Asker, pieces: Mapping[int, int], reason: str = "", words: str = ""
) -> Return:
    """Ask a shop to take back so many pieces of lines (line's number to pieces).

    Raises NotAllowed, WrongState (too late, or one is open), TooMuch, Busy.
    """
    if not policy.can_pay(member, parcel.order):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(parcel.order_id)
        parcel = order.parcels.select_related("shop").get(pk=parcel.pk)
        if problem := why_not(parcel):
            raise WrongState(problem)
        earlier = Return.objects.filter(parcel=parcel)
        if earlier.filter(state__in=Return.OPEN).exists() or earlier.count() >= MOST:
            raise WrongState(_("A return of this parcel was asked for already."))
        left = {line.pk: line.left for line in parcel.lines.with_back()}
        wanted = {line: number for line, number in pieces.items() if number}
        if not wanted:
            raise WrongState(_("Choose the pieces that you send back."))
        if any(not 0 < number <= left.get(line, 0) for line, number in wanted.items()):
            raise TooMuch(_("There are not so many pieces of it in this parcel."))
        made: Return = Return(parcel=parcel, reason=ReturnReason(reason), words=words[:1000])
        made.save()
        ReturnLine.objects.bulk_create(
            ReturnLine(part_of=made, line_id=line, quantity=number) for line, number in wanted.items()
        )
        tell(order, Happening.RETURN_ASKED, parcel=parcel)
        tell_shop(parcel, ShopReturnAsked)
    return made


def withdraw_return(*, asked: Return, member: Asker) -> Return:
    """The buyer keeps the pieces after all. Raises NotAllowed, WrongState, Busy."""
    if not policy.can_pay(member, asked.parcel.order):
        raise NotAllowed
    with transaction.atomic():
        made, _order = _move(asked, Return.withdraw)
        tell_shop(made.parcel, ShopReturnWithdrawn)
    return made


def accept_return(*, asked: Return, member: Member, answer: str = "") -> Return:
    """The shop takes them back; `answer` says where to. Raises NotAllowed, WrongState, Busy."""
    return _answer(asked, member, Happening.RETURN_ACCEPTED, partial(Return.accept, answer=answer[:1000]))


def refuse_return(*, asked: Return, member: Member, answer: str) -> Return:
    """The shop does not take them back, and says why. Raises NotAllowed, NoWords, WrongState, Busy."""
    if is_blank(answer):
        raise NoWords(_("Say why you refuse: the buyer reads it."))
    return _answer(asked, member, Happening.RETURN_REFUSED, partial(Return.refuse, answer=answer[:1000]))


def receive_return(*, asked: Return, member: Member) -> Return:
    """The shop has the pieces. Raises NotAllowed, WrongState, Busy."""
    return _answer(asked, member, Happening.RETURN_RECEIVED, Return.receive)


def refund_return(*, asked: Return, member: Member, shipping: int = 0, restock: bool = False) -> Return:
    """Pay back what arrived, with its royalty and some of the shipping; `restock` puts it back on the shelf.

    What was paid back otherwise meanwhile is not paid twice. Raises NotAllowed, WrongState, TooMuch, Busy.
    """
    with transaction.atomic():
        lock_order(asked.parcel.order_id)
        made = Return.objects.select_related("parcel__shop", "parcel__order").get(pk=asked.pk)
        if not policy.can_refund(member, made.parcel):
            raise NotAllowed
        pieces = pieces_left(made)
        if made.state == Return.State.RECEIVED and restock:
            stock.put_back(_paid_before(made, pieces))
        refund = None
        if made.state == Return.State.RECEIVED and pieces and left_of_parcel(made.parcel):
            refund = refund_parcel(
                parcel=made.parcel,
                member=member,
                pieces=pieces,
                shipping=shipping,
                note=RETURNED,
                restock=restock,
                at_most=True,
            )
        made, _order = _move(made, partial(Return.finish, refund=refund))
    return made


def pieces_left(asked: Return) -> dict[int, int]:
    """What of a return was not paid back otherwise: line's number to pieces."""
    left = {line.pk: line.left for line in asked.parcel.lines.with_back()}
    wanted = asked.lines.values_list("line", "quantity")
    return {line: found for line, number in wanted if (found := min(number, left[line]))}


def _paid_before(asked: Return, pieces: Mapping[int, int]) -> list[tuple[OrderLine, int]]:
    """What of a return was paid back while it was on its way, and did not go back on the shelf then."""
    kept = {
        row["line"]: row["kept"]
        for row in RefundLine.objects.filter(line__parcel=asked.parcel, restocked=False)
        .values("line")
        .annotate(kept=Sum("quantity"))
    }
    found = [
        (one.line, min(one.quantity - pieces.get(one.line_id, 0), kept.get(one.line_id, 0)))
        for one in asked.lines.select_related("line")
    ]
    return [(line, number) for line, number in found if number > 0]


def worth_of(asked: Return) -> tuple[int, int]:
    """What its pieces were paid, and the shipping that goes with them if nothing of the parcel stays; minor units."""
    parcel, pieces = asked.parcel, pieces_left(asked)
    lines = list(parcel.lines.with_back())
    parts = sum(worth(line, line.paid_back, pieces[line.pk]) for line in lines if line.pk in pieces)
    stays = sum(line.left for line in lines) - sum(pieces.values())
    shipping = 0 if stays else parcel.shipping_price + parcel.fees_price - given_back(parcel).shipping
    return parts, shipping


def _answer(asked: Return, member: Member, what: Happening, move: Callable[[Return], None]) -> Return:
    if not policy.can_refund(member, asked.parcel):
        raise NotAllowed
    with transaction.atomic():
        made, order = _move(asked, move)
        tell(order, what, note=one_line(made.answer)[:200], parcel=made.parcel)
    return made


def _move(asked: Return, move: Callable[[Return], None]) -> tuple[Return, Order]:
    with transaction.atomic():
        order = lock_order(asked.parcel.order_id)
        now = Return.objects.select_related("parcel__shop", "parcel__order").get(pk=asked.pk)
        try:
            move(now)
        except TransitionNotAllowed as error:
            words = _("This return is not where you saw it (%(state)s now): reload the page.")
            raise WrongState(words % {"state": Return.State(now.state).label}) from error
        now.save()
    return now, order
