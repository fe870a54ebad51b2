"""Notification mails, written when they are sent: in the member's language, and only if they are still wanted."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from ..mails.composers import NotWanted, Words
from ..mails.models import Mail
from .models import Delivery
from .sentences import sentence
from .subjects import hearers

COMPOSER = "notification"


def compose(mail: Mail) -> Words:
    """The mail of a notification. Raises NotWanted."""
    delivery = (
        Delivery.objects.select_related("notification__member", "notification__event__actor").filter(mail=mail).first()
    )
    if delivery is None:
        raise NotWanted("The notification is gone.")
    event, member = delivery.notification.event, delivery.notification.member
    if not member.is_active or not member.wants_email or not member.email:
        raise NotWanted("The member wants no mails any more.")
    if not hearers(event, [member.pk]):
        raise NotWanted("The member may not hear of this any more.")
    with override(member.language):
        told = sentence(event)
        context = {"member": member, "told": told, "site": settings.SITE_URL, "address": settings.SITE_URL + told.path}
        return Words(
            to=member.email,
            subject=told.text,
            text=render_to_string("notifications/mail.txt", context),
            html=render_to_string("notifications/mail.html", context),
        )
