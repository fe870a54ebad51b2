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
from ..models import Fulfilment, Happening, Order, Parcel
from ..permissions import policy
from .refusals import WrongState
from .telling import tell

#: Where parcels are that are still to be sent.
TO_SEND = (Fulfilment.TO_PACK, Fulfilment.PACKED)


def pack(*, parcel: Parcel, member: Member) -> Order:
    """Raises NotAllowed, WrongState, Busy."""
    return _move(parcel, member, lambda: Happening.PACKED, Parcel.pack)


def ship(*, parcel: Parcel, member: Member, tracking: str = "") -> Order:
    """Raises NotAllowed, WrongState, Busy."""
    noted = tracking[:60]
    others = Parcel.objects.filter(order=parcel.order_id, state__in=TO_SEND).exclude(pk=parcel.pk)
    return _move(
        parcel,
        member,
        lambda: Happening.PART_SHIPPED if others.exists() else Happening.SHIPPED,
        lambda parcel: parcel.ship(noted),
        noted,
    )


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


def _move(
    parcel: Parcel, member: Member, what: Callable[[], Happening], move: Callable[[Parcel], None], note: str = ""
) -> Order:
    """`what` is asked under the order's lock."""
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
        tell(order, what(), note=note, parcel=now)
    return order
