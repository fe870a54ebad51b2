"""The outbox of mails, and what is known of the mail server.

A mail lives as all work does (`users.work.models`): written in its asker's transaction, claimed, sent, done. Two ends are
its own: an address the server refuses parks the mail at once, with the server's words; a mail nobody wants any more (its
code expired, its member wants no mails) has failed, with the reason.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from ..one_line import OneLineField
from ..work.models import Attempted


class Mail(Attempted):
    """One mail to one address.

    It is written when it is asked for, or, when `composer` names who can (`users.mails.composers`), at the moment it is
    sent: then `to`, `subject`, `text` and `html` are empty before. The words of a secret mail (a link or code that opens
    an account) are forgotten once it is sent, or at `expires_at`, after which it is not sent.
    """

    to = models.EmailField(max_length=254, blank=True)
    subject = OneLineField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    composer = models.CharField(max_length=40, blank=True)
    is_secret = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"mail {self.pk} {self.composer or self.to}"

    @property
    def most_attempts(self) -> int:
        """After so many it is parked; they take some hours."""
        return 8

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that whoever meets the mail twice can tell it is the same."""
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        return f"<mail-{self.pk}@{host}>"


class RefusedAddress(models.Model):
    """An address that a mail server refused for good: nothing more is sent there but what opens an account.

    A mail that arrives there all the same (its member asked for a new confirmation) takes it off the list.
    """

    address = models.EmailField(max_length=254)
    answer = models.CharField(max_length=500)
    refused_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="refused_address_once")]

    def __str__(self) -> str:
        return f"{self.address}: {self.answer}"


class MailServer(models.Model):
    """The one row of what is known of the mail server: since when it fails, why, and until when it is left alone."""

    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    failed_at = models.DateTimeField(null=True)
    silent_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="mail_server_is_one")]

    def __str__(self) -> str:
        return self.error or "mail server"

    @property
    def is_left_alone(self) -> bool:
        """Whether nobody should speak to it yet."""
        return self.silent_until is not None and self.silent_until > timezone.now()

    @property
    def pause(self) -> timedelta:
        """How long to leave it alone now: 10 seconds after the first failure, at most five minutes."""
        return timedelta(seconds=min(10 * 2 ** min(self.failures, 10), 300))
