"""Pack, ship, receive: each parcel for itself."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from users.errors import NotAllowed
from users.models import Member

from ..guests import Asker
from ..locking import lock_order
from ..models import Fulfilment, Happening, Order, OrderLine, Parcel
from ..permissions import policy
from .refusals import WrongState
from .telling import tell


def pack(*, parcel: Parcel, member: Member) -> Order:
    """Raises NotAllowed, WrongState, Busy."""
    return _move(parcel, member, Happening.PACKED, Parcel.pack)


def pick(*, line: OrderLine, member: Member, picked: bool) -> None:
    """Tick a lot off the picking list, or take the tick back; the parcel's state does not change. Raises NotAllowed."""
    if not policy.can_handle(member, line.parcel):
        raise NotAllowed
    OrderLine.objects.filter(pk=line.pk).update(picked=picked)


def ship(*, parcel: Parcel, member: Member, tracking: str = "") -> Order:
    """Raises NotAllowed, WrongState, Busy."""
    noted = tracking[:60]
    return _move(parcel, member, Happening.SHIPPED, lambda parcel: parcel.ship(noted), noted)


def confirm_delivery(*, order: Order, member: Asker, parcel: Parcel | None = None) -> Order:
    """The buyer has a parcel, or all that are on their way. Raises NotAllowed, WrongState, Busy."""
    if not policy.can_pay(member, order):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(order.pk)
        wanted = order.parcels.filter(pk=parcel.pk) if parcel else order.parcels.all()
        arrived = list(wanted.filter(state=Fulfilment.SHIPPED))
        if not arrived:
            raise WrongState(_("This order is not on its way."))
        for one in arrived:
            one.deliver()
            one.save()
            tell(order, Happening.DELIVERED, parcel=one)
    return order


def _move(parcel: Parcel, member: Member, what: Happening, move: Callable[[Parcel], None], note: str = "") -> Order:
    if not policy.can_handle(member, parcel):
        raise NotAllowed
    with transaction.atomic():
        order = lock_order(parcel.order_id)
        now = Parcel.objects.get(pk=parcel.pk)
        try:
            move(now)
        except TransitionNotAllowed as error:
            words = _("This parcel is not where you saw it (%(state)s now): reload the page.")
            raise WrongState(words % {"state": Fulfilment(now.state).label.lower()}) from error
        now.save()
        tell(order, what, note=note, parcel=now)
    return order
