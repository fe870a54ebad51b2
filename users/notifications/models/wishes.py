"""What members want to be told, on which channel and when. What is not there is as its kind has it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailChoice(models.TextChoices):
    """When a notification is mailed."""

    NEVER = "never", _("no mail")
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class Wish(models.Model):
    """How a member wants to be told of one kind of events, where that differs from the kind's own way."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wishes", db_index=False
    )
    kind = models.CharField(max_length=40)
    in_app = models.BooleanField(default=True)
    mail = models.CharField(max_length=10, choices=MailChoice.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="wish_once")]


class Rhythm(models.Model):
    """At which hours of their own day a member is mailed; hours are whole, from 0 to 23, in `Member.time_zone`.

    Digests come at `digest_hour`, weekly ones on `digest_weekday` (1 is Monday). Nothing is mailed from `quiet_from` until
    `quiet_until`, which may lie on the next day.
    """

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rhythm")
    digest_hour = models.PositiveSmallIntegerField(default=8)
    digest_weekday = models.PositiveSmallIntegerField(default=1)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest_hour__lte=23) & models.Q(digest_weekday__range=(1, 7)),
                name="rhythm_has_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__lte=23, quiet_until__lte=23) & ~models.Q(quiet_from=models.F("quiet_until")),
                name="rhythm_quiet_is_a_span",
            ),
        ]


class Mute(models.Model):
    """A member hears nothing more of `key`: a person (`member:3`), a creation (`creation:12`), an article, a comment."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes", db_index=False)
    key = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="mute_once")]
        indexes = [models.Index(fields=["key"], name="mute_of_key")]


class Digest(models.Model):
    """A member's digest of one of their own days: there is one, whatever clocks and time zones do."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    local_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "local_date"], name="digest_once_a_day")]
