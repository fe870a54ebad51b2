"""What becomes of what this app itself holds when a member leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .leaving import Fate, Hindrance, Rule
from .mails.models import Mail
from .models import Member, Role
from .notifications import registry
from .notifications.models import Event, Notification
from .work.models import State


def forget_their_events(member: Member) -> None:
    """Delete what was told of the member, and the words in it; orders and the like are told on as somebody's."""
    theirs = Event.objects.filter(actor=member)
    theirs.filter(kind__in=registry.outliving()).update(actor=None)
    theirs.delete()


def forget_their_notifications(member: Member) -> None:
    """Delete what they were told, the mails to them, and the events that nobody else was told of."""
    ids = list(Notification.objects.filter(member=member).values_list("event", flat=True))
    Notification.objects.filter(member=member).delete()
    Mail.objects.filter(to__iexact=member.email).delete()
    personal = Event.objects.filter(pk__in=ids, notifications=None, state=State.DONE)
    personal.exclude(kind__in=registry.outliving()).delete()


def the_last_operator(member: Member) -> Iterable[Hindrance]:
    """A site keeps somebody who can look after it."""
    if not member.has_role(Role.OPERATOR):
        return
    others = Member.objects.filter(is_active=True).exclude(pk=member.pk)
    if not (others.filter(is_superuser=True).exists() or others.filter(groups__name=Role.OPERATOR).exists()):
        yield Hindrance(_("You are the only operator of this site. Make somebody else one first."), "/operator/")


RULES = (
    Rule("users.Follow", "follower", Fate.DELETED),
    Rule("users.Follow", "followed", Fate.DELETED),
    Rule("tokens.ApiToken", "user", Fate.DELETED),
    Rule("notifications.Event", "actor", Fate.ANONYMOUS, act=forget_their_events, hinders=the_last_operator),
    Rule("notifications.Notification", "member", Fate.DELETED, act=forget_their_notifications),
)
