"""What is asked again when a notification is about to be mailed: it was wanted when it was made, and things change."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..mails.refusing import refusal_of
from ..models import Member
from . import registry, subjects
from .models import MailChoice, Mute, Notification, Wish


class Skip(TextChoices):
    """Why a notification was not mailed after all, for the operator."""

    INACTIVE = "inactive", _("the account is closed")
    NO_ADDRESS = "no_address", _("there is no address, or it refuses mails")
    NO_MAILS = "no_mails", _("the member wants no mails")
    UNWANTED = "unwanted", _("the member wants no mails of this kind")
    MUTED = "muted", _("the member muted it")
    READ = "read", _("the member has read it")
    GONE = "gone", _("what it is about is gone")
    SECRET = "secret", _("the member may not know of it")


def skips(member: Member, notifications: Sequence[Notification]) -> list[Skip | None]:
    """For each of the member's notifications, why it is not to be mailed now; None where it is. Five queries in all."""
    if not member.is_active:
        return [Skip.INACTIVE] * len(notifications)
    if not member.email or refusal_of(member.email) is not None:
        return [Skip.NO_ADDRESS] * len(notifications)
    events = [one.event for one in notifications]
    secret, now = subjects.withheld(member, events), subjects.now(events)
    unwanted = set(Wish.objects.filter(member=member, mail=MailChoice.NEVER).values_list("kind", flat=True))
    muted = set(Mute.objects.filter(member=member).values_list("key", flat=True))

    def ask(one: Notification) -> Skip | None:
        kind = registry.get(one.event.kind)
        if kind is None or (now[one.event_id] is None and not kind.outlives):
            return Skip.GONE
        if one.event_id in secret:
            return Skip.SECRET
        if kind.must:
            return None
        if not member.wants_email:
            return Skip.NO_MAILS
        if kind.name in unwanted:
            return Skip.UNWANTED
        if muted.intersection(kind.keys(one.event)):
            return Skip.MUTED
        return Skip.READ if one.read_at is not None else None

    return [ask(one) for one in notifications]
