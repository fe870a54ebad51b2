"""How django-allauth's accounts become members."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language, override

from .models import Member


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        user.language = (get_language() or "en")[:2]
        saved: Member = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Account mails go out in the member's language, whoever's browser asked for them."""
        user = context.get("user")
        with override(user.language if isinstance(user, Member) else get_language()):
            super().send_mail(template_prefix, email, context)
