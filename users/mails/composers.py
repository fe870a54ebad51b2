"""Who writes mails at the moment they are sent. Apps register theirs in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .models import Mail


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says, and to which address."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class NotWanted(Exception):
    """The mail is not to be sent any more; the message is the reason, for the operator."""


#: Raises NotWanted.
Composer = Callable[[Mail], Words]

_composers: dict[str, Composer] = {}


def register(name: str, composer: Composer) -> None:
    """Let mails whose `composer` is `name` be written by it."""
    _composers[name] = composer


def words(mail: Mail) -> Words:
    """What the mail says now. Raises NotWanted."""
    if not mail.composer:
        return Words(mail.to, mail.subject, mail.text, mail.html)
    if mail.composer not in _composers:
        raise NotWanted(f"Nobody writes mails of the kind {mail.composer} any more.")
    return _composers[mail.composer](mail)
