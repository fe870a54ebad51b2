"""What a member's archive says about their tokens; the secrets themselves are nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..models import Member
from ..personal_data import register
from .models import ApiToken


@register
def _tokens(member: Member) -> Iterable[tuple[str, Any]]:
    fields = ("name", "scope", "created", "expiry", "last_used_at")
    yield "tokens.json", list(ApiToken.objects.filter(user=member).order_by("created").values(*fields))
