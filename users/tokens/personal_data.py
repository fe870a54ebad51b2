"""What a member's archive says about their tokens; the secrets themselves are nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..models import Member
from .models import ApiToken


def tokens(member: Member) -> Iterable[tuple[str, Any]]:
    """`tokens.json`: a member's tokens without their secrets."""
    fields = ("name", "scope", "created", "expiry", "last_used_at")
    yield "tokens.json", list(ApiToken.objects.filter(user=member).order_by("created").values(*fields))
