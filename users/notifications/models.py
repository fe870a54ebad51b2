"""The outbox of events and what members are told of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..mails.models import Mail
from ..work.models import Attempted


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
        pass

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Notification(models.Model):
    """An event for one member. `happening` is what they are told of once (see `Kind.once`), empty for what is news each time."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notifications")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    happening = models.CharField(max_length=130, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "member"], name="notification_once"),
            models.UniqueConstraint(
                fields=["member", "happening"], name="notification_happening", condition=~models.Q(happening="")
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="notification_list"),
            models.Index(fields=["member"], name="notification_unread", condition=models.Q(read_at=None)),
        ]


class Delivery(models.Model):
    """A notification on one channel; how far it is stands with its mail."""

    class Channel(models.TextChoices):
        """On which way it goes out."""

        EMAIL = "email"

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    mail = models.OneToOneField(Mail, on_delete=models.CASCADE, related_name="delivery")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once")]
