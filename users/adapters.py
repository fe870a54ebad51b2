"""How django-allauth's accounts become members."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.utils.translation import get_language, override

from . import attempts
from .addresses import client_address
from .mails.actions import post_message
from .models import Member

#: A mail that comes later than what it carries is worth nothing.
_CODE_LIFETIME = timedelta(seconds=settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT)
_LINK_LIFETIME = timedelta(days=1)


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks us about accounts."""

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        """A new member speaks the language of the page they signed up on."""
        user.language = (get_language() or "en")[:2]
        saved: Member = super().save_user(request, user, form, commit)
        return saved

    def get_client_ip(self, request: HttpRequest) -> str:
        """As everywhere; visitors over a Unix socket have no address and count together."""
        return client_address(request) or "0.0.0.0"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # By the account alone, as allauth has it, five failures of a stranger would keep the member out.
        return attempts.limit_key(request, credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count it, and tell the member whose name was used."""
        member = attempts.named(credentials)
        if member is not None:
            attempts.sign_in_failed(member=member)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, in the member's language, whoever's browser asked: no page waits for a mail server."""
        user = context.get("user")
        request = allauth_context.request
        told = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        with override(user.language if isinstance(user, Member) else get_language()):
            message = self.render_mail(template_prefix, email, told)
        post_message(message, lifetime=_CODE_LIFETIME if "code" in context else _LINK_LIFETIME)
