"""What happens among members."""

from __future__ import annotations

from dataclasses import dataclass

from .notifications.event_data import EventData


@dataclass(frozen=True, kw_only=True)
class SignInsFailed(EventData):
    """`member` is the id of the one as whom somebody tried to sign in, `path` where a password is changed."""

    kind = "account.sign_ins_failed"
    member: int
    path: str


@dataclass(frozen=True, kw_only=True)
class MemberFollowed(EventData):
    """`member` is the id of the one who is followed, `path` the page of the one who follows."""

    kind = "member.followed"
    member: int
    path: str
