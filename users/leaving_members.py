"""What becomes of what this app itself holds when a member leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from .leaving import Fate, Hindrance, Rule
from .mails.models import Mail, RefusedAddress
from .models import Member, Role
from .notifications import registry
from .notifications.models import Event, Mute, Notification
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
    RefusedAddress.objects.filter(address__iexact=member.email).delete()
    personal = Event.objects.filter(pk__in=ids, notifications=None, state=State.DONE)
    personal.exclude(kind__in=registry.outliving()).delete()
    # What was to be told of them and was not yet.
    Event.objects.filter(subject=f"member:{member.pk}").delete()


def forget_mutes(member: Member) -> None:
    """Theirs, and others' of them."""
    Mute.objects.filter(Q(member=member) | Q(key=f"member:{member.pk}")).delete()


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
    Rule("notifications.Wish", "member", Fate.DELETED),
    Rule("notifications.Rhythm", "member", Fate.DELETED),
    Rule("notifications.Mute", "member", Fate.DELETED, act=forget_mutes),
    Rule("notifications.Digest", "member", Fate.DELETED),
    Rule("notifications.Notification", "member", Fate.DELETED, act=forget_their_notifications),
)
