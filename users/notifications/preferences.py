"""What a member wants to be told, where and when, and the ways to say so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django.core import signing
from django.db import connection, transaction
from django.utils.translation import gettext as _

from ..errors import ActionError
from ..models import Member
from . import registry
from .models import MailChoice, Mute, Notification, Rhythm, Wish
from .times import reschedule

#: What can be muted: a person, and what things happen to.
_KEY = re.compile(r"(member|creation|article|comment):[1-9][0-9]{0,17}\Z")
#: How many keys one member may mute.
MOST_MUTES = 1000
_SALT = "notifications.unsubscribe"


class NoSuchHours(ActionError):
    """The hours do not make a day, or nobody knows the time zone."""

    status = 422


class CannotMute(ActionError):
    """That is nothing to mute, or too much is muted."""

    status = 422


class BadUnsubscribeLink(ActionError):
    """The link is not one of ours, or whose it was has left."""

    status = 404


@dataclass(frozen=True, slots=True)
class Choice:
    """How one kind of events is told."""

    in_app: bool
    mail: MailChoice


def usual(kind: registry.Kind[Any]) -> Choice:
    """How a kind is told to who has not chosen."""
    return Choice(True, MailChoice.AT_ONCE if kind.email else MailChoice.NEVER)


def choices_of(member: Member) -> dict[str, Choice]:
    """By name of the kind, how the member is told of all that can be chosen."""
    wishes = {wish.kind: Choice(wish.in_app, MailChoice(wish.mail)) for wish in Wish.objects.filter(member=member)}
    return {kind.name: wishes.get(kind.name, usual(kind)) for kind in registry.to_choose()}


def choose(*, member: Member, choices: Mapping[str, Choice]) -> None:
    """Be told of these kinds in these ways; what is as usual needs no row. What waits is asked about when it is mailed."""
    kinds = {kind.name: kind for kind in registry.to_choose()}
    chosen = {name: choice for name, choice in choices.items() if name in kinds}
    own = [
        Wish(member=member, kind=name, in_app=choice.in_app, mail=choice.mail)
        for name, choice in chosen.items()
        if choice != usual(kinds[name])
    ]
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # two windows, one after the other
        Wish.objects.filter(member=member, kind__in=chosen).delete()
        Wish.objects.bulk_create(own)


def set_hours(
    *, member: Member, time_zone: str, digest_hour: int, digest_weekday: int, quiet: tuple[int, int] | None
) -> None:
    """Be mailed at these hours of one's own day; what waits is put to them. Raises NoSuchHours."""
    if time_zone and not _is_known(time_zone):
        raise NoSuchHours(_("Nobody knows the time zone %(name)s.") % {"name": time_zone})
    hours = (digest_hour, *(quiet or ()))
    if any(not 0 <= hour <= 23 for hour in hours) or not 1 <= digest_weekday <= 7:
        raise NoSuchHours(_("A day has 24 hours, and a week seven days."))
    if quiet and quiet[0] == quiet[1]:
        raise NoSuchHours(_("The quiet hours begin and end at the same time: leave both empty to have none."))
    quiet_from, quiet_until = quiet or (None, None)
    with transaction.atomic():
        Member.objects.filter(pk=member.pk).update(time_zone=time_zone)
        Rhythm.objects.update_or_create(
            member=member,
            defaults={
                "digest_hour": digest_hour,
                "digest_weekday": digest_weekday,
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
            },
        )
        musts = registry.musts()
        reschedule(Notification.objects.filter(member=member).exclude(event__kind__in=musts))
    member.time_zone = time_zone


def time_zones() -> Sequence[str]:
    """The time zones to choose from, as the IANA names them."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))


def _is_known(zone: str) -> bool:
    """To Python and to the database, which both reckon with it."""
    if zone not in available_timezones():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_timezone_names WHERE name = %s", [zone])
        return cursor.fetchone() is not None


def mute(*, member: Member, key: str) -> None:
    """Hear nothing more of a person, a creation, an article or a comment. Raises CannotMute."""
    if not _KEY.match(key) or key == f"member:{member.pk}":
        raise CannotMute(_("That cannot be muted."))
    if Mute.objects.filter(member=member).count() >= MOST_MUTES:
        raise CannotMute(_("You have muted %(n)d things. Take some of them back first.") % {"n": MOST_MUTES})
    Mute.objects.get_or_create(member=member, key=key)


def unmute(*, member: Member, key: str) -> None:
    """Hear of it again."""
    Mute.objects.filter(member=member, key=key).delete()


def unsubscribe_token(member: Member, kind: str = "") -> str:
    """What a mail's link carries so that it works without signing in: for one kind, or for all mails."""
    return signing.Signer(salt=_SALT).sign(f"{member.pk}.{kind}")


def unsubscribing(token: str) -> tuple[Member, registry.Kind[Any] | None]:
    """Whose link it is and for which kind, None for all. Raises BadUnsubscribeLink."""
    try:
        pk, _dot, name = signing.Signer(salt=_SALT).unsign(token).partition(".")
        member = Member.objects.filter(pk=int(pk)).first()
    except (signing.BadSignature, ValueError) as error:
        raise BadUnsubscribeLink(_("This link is not whole. Copy all of it from the mail.")) from error
    if member is None:
        raise BadUnsubscribeLink(_("The account this link was for is gone."))
    return member, registry.get(name) if name else None


def unsubscribe(*, token: str, everything: bool = False) -> None:
    """Mail nothing more of the link's kind, or nothing at all that can be done without. Raises BadUnsubscribeLink."""
    member, kind = unsubscribing(token)
    if everything or kind is None:
        Member.objects.filter(pk=member.pk).update(wants_email=False)
    elif not kind.must:
        in_app = choices_of(member)[kind.name].in_app
        choose(member=member, choices={kind.name: Choice(in_app, MailChoice.NEVER)})
