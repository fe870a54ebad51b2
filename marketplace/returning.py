"""Until when a parcel may be sent back: 14 days from its delivery (Directive 2011/83/EU, article 9), told in words."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Fulfilment, Parcel
from .vat import UNION

#: From the day after the last parcel of the shop's part of the order was delivered.
DAYS = 14
#: A parcel whose buyer never said that it came counts as delivered after so many days.
AT_THE_LATEST = timedelta(days=30)


def last_day(parcel: Parcel) -> date | None:
    """The last day on which a return can be asked for; None while something of the shop's part is still to come."""
    days = []
    for one in Parcel.objects.filter(order=parcel.order_id, shop=parcel.shop_id).exclude(state=Fulfilment.CANCELLED):
        if one.shipped_at is None:
            return None
        days.append(one.delivered_at or one.shipped_at + AT_THE_LATEST)
    return timezone.localdate(max(days)) + timedelta(days=DAYS)


def why_not(parcel: Parcel) -> str:
    """Why a return of a parcel cannot be asked for now, in words; empty if it can."""
    if parcel.state not in (Fulfilment.SHIPPED, Fulfilment.DELIVERED):
        return _("Only what was sent can be sent back.")
    if parcel.shop.owner_id is None:
        return _("This shop has closed: write to the site’s operator.")
    until = last_day(parcel)
    if until is not None and timezone.localdate() > until:
        return _(
            "The %(days)d days in which this parcel could be sent back are over. Write to the shop: it may still help you."
        ) % {"days": DAYS}
    return ""


def is_withdrawal(parcel: Parcel) -> bool:
    """Whether the law of the Union lets the buyer withdraw: they bought from a business, and live in it."""
    return parcel.shop.is_business and parcel.order.country in UNION
