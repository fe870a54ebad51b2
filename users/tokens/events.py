"""What happens to tokens."""

from __future__ import annotations

from dataclasses import dataclass

from ..notifications.event_data import EventData


@dataclass(frozen=True, kw_only=True)
class TokenCreated(EventData):
    """`member` is its owner's id, `name` the token's, `path` the page of the tokens."""

    kind = "token.created"
    member: int
    name: str
    path: str
