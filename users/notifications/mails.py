"""Notification mails, in the member's language."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from .models import Delivery
from .sentences import sentence


def send_notification_mail(delivery: Delivery) -> None:
    """Send one notification. Raises what the mail backend raises."""
    notification = delivery.notification
    member = notification.member
    with override(member.language):
        told = sentence(notification.event)
        context = {"member": member, "told": told, "site": settings.SITE_URL, "address": settings.SITE_URL + told.path}
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        message = EmailMultiAlternatives(
            subject=told.text,
            body=render_to_string("notifications/mail.txt", context),
            to=[member.email],
            headers={"Message-ID": f"<delivery-{delivery.id}@{host}>", "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
        message.send()
