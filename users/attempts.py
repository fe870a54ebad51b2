"""What sign-ins that failed lead to: whoever tries is slowed down, and the member whose name was used is told.

Nobody is locked out for what a stranger does: failures are counted for an address and an account together (`limit_key`).
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from .addresses import client_network
from .events import SignInsFailed
from .models import Member
from .notifications.outbox import record

#: A member is told of this many failures from anywhere within `WINDOW` seconds, and then not again for `SILENCE` seconds.
FAILURES = 5
WINDOW = 3600
SILENCE = 24 * 3600


def named(credentials: dict[str, Any]) -> Member | None:
    """The member whom the given e-mail address or user name belongs to, if there is one."""
    email, username = str(credentials.get("email") or ""), str(credentials.get("username") or "")
    if email:
        addresses = Q(email__iexact=email) | Q(emailaddress__email__iexact=email)
        return Member.objects.filter(addresses, is_active=True).first()
    return Member.objects.filter(username__iexact=username, is_active=True).first() if username else None


def limit_key(request: HttpRequest, credentials: dict[str, Any]) -> str:
    """What failures count together: this visitor's at this account, however it is spelt."""
    member = named(credentials)
    account = member.pk if member else str(credentials.get("email") or credentials.get("username")).lower()
    return f"{account}:{client_network(request)}"


def sign_in_failed(*, member: Member) -> None:
    """Count a failure at the member's account, and tell them once there are many."""
    count, silence = f"sign-ins-failed:{member.pk}", f"sign-ins-failed-told:{member.pk}"
    cache.add(count, 0, timeout=WINDOW)
    if cache.incr(count) >= FAILURES and cache.add(silence, 1, timeout=SILENCE):
        happened = SignInsFailed(member=member.pk, path=reverse("account_change_password"))
        record(happened, actor=None, subject=f"member:{member.pk}")


def second_factor_failed(sender: object, user: Member, **kwargs: Any) -> None:
    """Somebody who knows the password, or sits at an open session, gave a wrong code."""
    sign_in_failed(member=user)
