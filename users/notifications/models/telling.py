"""The outbox of events and what members are told of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from ...mails.models import Mail
from ...work.models import Attempted
from .wishes import MailChoice


class Event(Attempted):
    """Something happened. Written in the same transaction as the change itself; a task tells it later.

    It lives as all work does (`users.work.models`), so that one that cannot be told is parked and holds up no other.

    `subject` is what it happened to, as an address-free key such as `creation:12`; `data` holds what the sentence about it
    needs, so that it can still be told after the subject is gone.
    """

    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict)

    class Meta(Attempted.Meta):
        indexes = [*Attempted.Meta.indexes, models.Index(fields=["subject"], name="event_of_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Notification(models.Model):
    """An event for one member.

    `happening` is what they are told of once, however many events speak of it; of several kinds that do, the one of the
    highest `rank` wins. `in_app` is whether the list shows it. `mail_at` is when it is to be looked at for a mail of the
    kind `mail_as`, None when it is not or was: what became of it says its `Delivery`.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notifications")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    happening = models.CharField(max_length=130)
    rank = models.SmallIntegerField(default=0)
    in_app = models.BooleanField(default=True)
    mail_as = models.CharField(max_length=10, choices=MailChoice.choices, default=MailChoice.NEVER)
    mail_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "happening"], name="notification_once")]
        indexes = [
            models.Index(fields=["member", "-id"], name="notification_list"),
            models.Index(fields=["member"], name="notification_unread", condition=models.Q(read_at=None, in_app=True)),
            models.Index(fields=["mail_at"], name="notification_to_mail", condition=models.Q(mail_at__isnull=False)),
        ]


class Delivery(models.Model):
    """What became of a notification on a channel other than the list.

    It is part of `mail`, whose state says how far it is, or it was skipped: `skipped` says why (see `delivering`).
    """

    class Channel(models.TextChoices):
        """On which way it goes out."""

        EMAIL = "email"

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    mail = models.ForeignKey(Mail, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    skipped = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once")]
