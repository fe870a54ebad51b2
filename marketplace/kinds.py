"""What members are told about orders, and what the marketplace hears of creations."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from creations.models import Creation
from users.notifications.models import Event
from users.notifications.registry import Kind

from .pricing import refresh_price


def _buyer(event: Event) -> Iterable[int]:
    return [event.data["buyer"]]


def _owner(event: Event) -> Iterable[int]:
    return [event.data["owner"]]


KINDS = (
    Kind("order.paid", _("Your order %(number)s of %(title)s is paid and confirmed"), _buyer, icon="parcel"),
    Kind("order.packed", _("Your order %(number)s is packed"), _buyer, icon="parcel", email=False),
    Kind("order.shipped", _("Your order %(number)s of %(title)s is on its way"), _buyer, icon="parcel", detail="note"),
    Kind("order.expired", _("Your order %(number)s was not paid in time and has ended"), _buyer, icon="parcel"),
    Kind("creation.ordered", _("%(actor)s ordered the parts of %(title)s"), _owner, icon="parcel"),
    Kind("shop.ordered", _("%(shop)s has a new order: %(number)s"), _owner, icon="parcel"),
)


def price_again(event: Event) -> None:
    """Find a creation's price anew when it has a new revision."""
    creation = Creation.objects.filter(pk=event.data["creation"]).select_related("current").first()
    if creation is not None:
        refresh_price(creation)
