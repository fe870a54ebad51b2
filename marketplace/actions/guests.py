"""What visitors who order without an account are told by mail, and how their orders become a member's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from users.errors import ActionError
from users.mails.actions import post_message
from users.models import Member
from users.notifications import registry

from ..events import ORDER_MOVED, OrderMoved
from ..guests import LIFETIME, link_of
from ..models import Happening, Order, OrderLine

#: So many orders to one address in an hour: nobody's letter box is filled by a stranger.
MOST, WITHIN = 5, timedelta(hours=1)
#: A mail names so many lots at most.
LINES = 40


class TooManyOrders(ActionError):
    """Somebody orders for one e-mail address again and again."""

    status = 429


def check_guest(email: str) -> None:
    """Whether a visitor may order for an e-mail address. Raises TooManyOrders."""
    recent = Order.objects.filter(is_guest=True, email__iexact=email, created_at__gt=timezone.now() - WITHIN)
    if recent.count() >= MOST:
        raise TooManyOrders(_("There are several new orders for this e-mail address. Please wait an hour, or sign in."))


def write_to_guest(order: Order, what: Happening, happened: OrderMoved) -> None:
    """The mail of what happened, with the whole order and its link, in the language it was ordered in.

    Nothing is sent of what members are sent no mail of.
    """
    kind = registry.get(ORDER_MOVED[what].kind)
    if what == Happening.PLACED or (kind is not None and kind.email):
        mail_guest(order, ORDER_MOVED[what].kind, happened.as_json(), happened.note)


def mail_guest(order: Order, kind: str, words: Mapping[str, Any], detail: str) -> None:
    """A kind's sentence with its words and a detail below it, the order, and its link, in the language of the order."""
    told = registry.get(kind)
    with override(order.language):
        waits = _("Your order %(number)s of %(title)s waits for its payment")
        subject = (str(told.sentence) if told else waits) % words
        parcels = list(order.parcels.select_related("shop").prefetch_related("lines").order_by("pk"))
        context = {
            "order": order,
            "told": subject,
            "detail": _(detail) if detail else "",
            "address": link_of(order),
            "parcels": [(parcel, *_shown(list(parcel.lines.all()))) for parcel in parcels],
        }
        message = EmailMultiAlternatives(subject, render_to_string("marketplace/mail.txt", context), to=[order.email])
        message.attach_alternative(render_to_string("marketplace/mail.html", context), "text/html")
    post_message(message, lifetime=LIFETIME)


def _shown(lines: list[OrderLine]) -> tuple[list[OrderLine], int]:
    """The lines that a mail names, and how many more there are."""
    return lines[:LINES], max(0, len(lines) - LINES)


def claim_orders(*, member: Member, email: str) -> int:
    """What was ordered with an address that a member has confirmed is theirs; returns how many."""
    orders = Order.objects.filter(is_guest=True, email__iexact=email)
    theirs = [order.pk for order in orders if _is_same(order.email, email)]
    return Order.objects.filter(pk__in=theirs, is_guest=True).update(buyer=member, is_guest=False)


def _is_same(one: str, other: str) -> bool:
    """Letters of other alphabets that the database takes for ours in capitals are others."""
    return one == other or (one.isascii() and other.isascii() and one.lower() == other.lower())
