"""Making tokens and taking them back."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ..errors import ActionError, NotAllowed
from ..models import Member
from ..notifications.outbox import record
from .events import TokenCreated
from .models import ApiToken, Scope


class NameTaken(ActionError):
    """The member has a living token of that name."""

    status = 409


class NoSuchToken(ActionError):
    """The member has no token of that name."""

    status = 404


class TooManyTokens(ActionError):
    """The member holds as many tokens as one may (`PROSUM_TOKEN_LIMIT`)."""

    status = 409


def create_token(*, member: Member, name: str, scope: Scope, days: int) -> tuple[ApiToken, str]:
    """Make a token that expires after `days` (1 to 365); returns it and its secret, which nobody can ask for again.

    Raises NotAllowed without a confirmed address or when the password changed meanwhile, NameTaken, TooManyTokens.
    """
    if not 1 <= days <= 365:
        raise ActionError(_("A token lives between one day and a year."))
    if not EmailAddress.objects.filter(user=member, verified=True).exists():
        raise NotAllowed(_("Confirm your e-mail address first: a token speaks in your name."))
    with transaction.atomic():
        # The member's row is what a change of password locks too: no token slips past it, and no eleventh past the tenth.
        locked = Member.objects.select_for_update().get(pk=member.pk)
        if locked.password != member.password or not locked.is_active:
            raise NotAllowed(_("Your password was changed. Sign in again to go on."))
        mine = ApiToken.objects.filter(user=locked)
        mine.exclude(pk__in=mine.living()).delete()
        if mine.filter(name__iexact=name).exists():
            raise NameTaken(_("You have a token of this name already."))
        if mine.count() >= settings.PROSUM_TOKEN_LIMIT:
            raise TooManyTokens(_("You have as many tokens as one may. Revoke one you no longer need."))
        token, secret = ApiToken.objects.create(user=locked, expiry=timedelta(days=days), name=name, scope=scope.value)
        # Without an actor: the member is told too, in case it was somebody else at their keyboard.
        made = TokenCreated(member=member.pk, name=name, path=reverse("tokens"))
        record(made, actor=None, subject=f"member:{member.pk}")
    return token, secret


def revoke_token(*, member: Member, name: str) -> None:
    """Make one token worthless, from this moment. Raises NoSuchToken for one that is gone, or never was."""
    if not ApiToken.objects.filter(user=member, name=name).delete()[0]:
        raise NoSuchToken(_("You have no token of this name. Nothing was revoked."))


def revoke_all(*, member: Member) -> None:
    """Make all of the member's tokens worthless."""
    ApiToken.objects.filter(user=member).delete()
