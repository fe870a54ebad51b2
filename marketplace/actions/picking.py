"""Pick a parcel: tick its lots off, give back what is missing, and send later, in a parcel of its own, what is not there yet."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from users.errors import NotAllowed
from users.models import Member

from ..amounts import given_back, left_of_parcel, worth
from ..locking import lock_order
from ..models import Fulfilment, Happening, Order, OrderLine, Parcel, Refund
from ..permissions import policy
from ..sharing import portion
from .fulfilling import pack
from .refunding import refund_parcel
from .refusals import TooMuch, WrongState
from .telling import tell

#: So many parcels of one shop are in an order at most.
MOST_PARCELS = 20
#: Kept as it is here: the page says it in its reader's language.
MISSING = gettext_noop("It was missing when the parcel was packed.")


def pick(*, line: OrderLine, member: Member, picked: bool) -> None:
    """Tick a lot off the picking list, or take the tick back; the parcel's state does not change. Raises NotAllowed."""
    if not policy.can_handle(member, line.parcel):
        raise NotAllowed
    OrderLine.objects.filter(pk=line.pk).update(picked=picked)


def give_back_missing(*, parcel: Parcel, member: Member, line: int, pieces: int) -> Refund:
    """Pay back pieces that are not there, with their royalty; with the last of a shop's pieces the shipping too.

    They do not go back on the shelf, and the rest is to be packed as before. Raises NotAllowed, WrongState, TooMuch, Busy.
    """
    with transaction.atomic():
        parcel = _to_pack(parcel, member)[1]
        lines = {one.pk: one for one in parcel.lines.with_back()}
        left = {pk: one.left for pk, one in lines.items()}
        _check({line: pieces}, left)
        is_last = sum(left.values()) == pieces and not _siblings(parcel).exclude(state=Fulfilment.CANCELLED).exists()
        return refund_parcel(
            parcel=parcel,
            member=member,
            pieces={line: pieces},
            shipping=parcel.shipping_price + parcel.fees_price - given_back(parcel).shipping if is_last else 0,
            # Pieces of less than a cent: what is paid back is one, so that they are noted as paid back at all.
            goodwill=int(worth(lines[line], lines[line].paid_back, pieces) == 0),
            note=MISSING,
        )


def send_later(*, parcel: Parcel, member: Member, pieces: Mapping[int, int]) -> Parcel:
    """Move so many pieces of lines (line's number to pieces) into a parcel of their own, which is packed when they are there.

    Nothing is paid or invoiced anew: each piece takes its price along, the shipping stays with the first parcel. Returns the
    other parcel, one that still waits to be packed if there is one. Raises NotAllowed, WrongState, TooMuch, Busy.
    """
    with transaction.atomic():
        order, parcel = _to_pack(parcel, member)
        lines = {line.pk: line for line in parcel.lines.with_back()}
        _check(pieces, {pk: line.left for pk, line in lines.items()})
        if sum(line.left for line in lines.values()) <= sum(pieces.values()):
            raise WrongState(_("Something has to be sent now: leave the parcel as it is until there is."))
        other = _second(order, parcel)
        moved = [_divide(lines[pk], number) for pk, number in pieces.items()]
        price = sum(line.price for line in moved)
        if price > left_of_parcel(parcel):
            raise TooMuch(_("More was given back of this parcel than would stay in it: send it whole."))
        for line in moved:
            line.parcel, line.picked = other, False
            line.save()
        parcel.parts_price, other.parts_price = parcel.parts_price - price, other.parts_price + price
        parcel.save()
        other.save()
        tell(order, Happening.LATER, parcel=parcel)
    return other


def pack_picked(*, parcel: Parcel, member: Member) -> Order:
    """Pack the lots that are ticked off; the others are sent later. Raises NotAllowed, WrongState, TooMuch, Busy."""
    with transaction.atomic():
        parcel = _to_pack(parcel, member)[1]
        absent = {line.pk: line.left for line in parcel.lines.with_back() if line.left and not line.picked}
        if absent:
            send_later(parcel=parcel, member=member, pieces=absent)
        return pack(parcel=parcel, member=member)


def _to_pack(parcel: Parcel, member: Member) -> tuple[Order, Parcel]:
    """The order under its lock, and the parcel as it is then."""
    if not policy.can_handle(member, parcel):
        raise NotAllowed
    order = lock_order(parcel.order_id)
    now = order.parcels.select_related("shop").get(pk=parcel.pk)
    if now.state != Fulfilment.TO_PACK:
        words = _("This parcel is not where you saw it (%(state)s now): reload the page.")
        raise WrongState(words % {"state": Fulfilment(now.state).label.lower()})
    return order, now


def _check(pieces: Mapping[int, int], left: Mapping[int, int]) -> None:
    if not pieces or any(not 0 < number <= left.get(line, 0) for line, number in pieces.items()):
        raise TooMuch(_("There are not so many pieces of it in this parcel."))


def _siblings(parcel: Parcel) -> QuerySet[Parcel]:
    """The other parcels of its shop in the order."""
    found: QuerySet[Parcel] = Parcel.objects.filter(order=parcel.order_id, shop=parcel.shop_id).exclude(pk=parcel.pk)
    return found


def _second(order: Order, parcel: Parcel) -> Parcel:
    """The parcel that what is absent goes into: one that waits, or a new one."""
    siblings = _siblings(parcel)
    waiting: Parcel | None = siblings.filter(state=Fulfilment.TO_PACK).order_by("pk").first()
    if waiting is not None:
        return waiting
    if siblings.count() >= MOST_PARCELS:
        raise TooMuch(_("An order goes in %(number)d parcels at most.") % {"number": MOST_PARCELS})
    made: Parcel = Parcel(order=order, shop=parcel.shop, split_from_id=parcel.first_id, state=Fulfilment.TO_PACK)
    made.save()
    return made


def _divide(line: OrderLine, pieces: int) -> OrderLine:
    """Take pieces off a line into one of their own; all of it is the line itself. Together they cost what the line did.

    What was paid back of it stays a line of its own at exactly what was paid, so that no cent is paid back twice.
    """
    if line.paid_back and line.left > pieces:
        line = _split(line, line.left)
        line.save()
    return _split(line, pieces) if pieces < line.quantity else line


def _split(line: OrderLine, pieces: int) -> OrderLine:
    kept = line.quantity - pieces
    kept_price = portion(line.price, kept, line.quantity)
    kept_instead, instead = line.instead_of_first(kept)
    made = OrderLine(
        parcel_id=line.parcel_id,
        stock_id=line.stock_id,
        part=line.part,
        colour=line.colour,
        condition=line.condition,
        quantity=pieces,
        unit_price=line.unit_price,
        price=line.price - kept_price,
        location=line.location,
        picked=line.picked,
        instead_of=instead,
    )
    line.quantity, line.price, line.instead_of = kept, kept_price, kept_instead
    line.save(update_fields=["quantity", "price", "instead_of"])
    return made
