"""Order the same again: what an order was for goes into the basket, whose plan says what is there now."""

from __future__ import annotations

from collections import Counter

from creations.permissions import policy as creation_policy
from users.errors import NotAllowed
from users.permissions import Visitor

from ..guests import Asker
from ..models import Basket, Order, OrderLine
from ..permissions import policy
from .baskets import add_creation, add_lots, changing


def order_again(*, order: Order, member: Asker, visitor: Visitor, basket: Basket) -> None:
    """Its creations, so that their designers have their royalties, and as single lots what is in none of them.

    `member` is who asks for the order, `visitor` whose basket it is. Raises NotAllowed, BadBasket.
    """
    if not policy.can_pay(member, order):
        raise NotAllowed
    found = order.creations.select_related("revision__creation").order_by("pk")
    bought = [one for one in found if creation_policy.can_view(visitor, one.revision.creation)]
    known = {lot for one in bought for lot in one.revision.lots.values_list("part", "colour")}
    single: Counter[tuple[str, int]] = Counter()
    for part, colour, quantity in OrderLine.objects.filter(parcel__order=order).values_list(
        "part", "colour", "quantity"
    ):
        if (part, colour) not in known:
            single[part, colour] += quantity
    with changing(basket):
        for one in bought:
            add_creation(basket=basket, visitor=visitor, revision=one.revision, times=one.times)
        if single:
            add_lots(basket=basket, lots=[(*lot, quantity) for lot, quantity in single.items()])
