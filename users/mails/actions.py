"""Put mails into the outbox."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from ..work.waking import wake
from .models import Mail


def post_message(message: EmailMultiAlternatives, *, lifetime: timedelta) -> None:
    """Let a written message be sent, with words that are forgotten once it is, or after `lifetime`.

    One row for each of its addresses, in the caller's transaction.
    """
    html = next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")
    for address in message.to:
        Mail.objects.create(
            to=address,
            subject=str(message.subject),
            text=str(message.body),
            html=html,
            is_secret=True,
            expires_at=timezone.now() + lifetime,
        )
    wake_sender()


def wake_sender() -> None:
    """Let mails be sent once the transaction is committed."""
    from .tasks import send_mails

    wake(send_mails)
