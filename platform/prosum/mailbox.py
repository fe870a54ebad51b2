"""Mails of a site without a mail server: kept as files, shown on a page to who sits at the machine."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage as Parsed
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest

from .listening import is_loopback


class MailboxBackend(BaseEmailBackend):
    """Keeps each mail as `<time>-<id>.eml`; a mail whose Message-ID is already there is not kept twice."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each mail as a file, once for each Message-ID; returns how many."""
        folder = Path(settings.PROSUM_MAILBOX)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            name = hashlib.sha256(str(content["Message-ID"]).encode()).hexdigest()[:24]
            path = folder / f"{name}.eml"
            if not path.exists():
                partial = path.with_suffix(".part")
                partial.write_bytes(content.as_bytes())
                partial.rename(path)
        return len(email_messages)


def is_shown(request: HttpRequest) -> bool:
    """Whether the request comes from the laptop itself: by its connection, not through a proxy, and by the name asked for.

    Everybody's codes and links are in these mails. A foreign page whose name leads to this machine asks by that name.
    """
    if not settings.PROSUM_ON_A_LAPTOP or settings.EMAIL_BACKEND != "prosum.mailbox.MailboxBackend":
        return False
    asked_for = request.META.get("HTTP_HOST", "").rpartition(":")[0] or request.META.get("HTTP_HOST", "")
    is_passed_on = any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"))
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and is_loopback(asked_for) and not is_passed_on


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept mail as the page shows it."""

    name: str
    subject: str
    sender: str
    to: str
    date: str
    text: str
    html: str

    @property
    def links(self) -> list[str]:
        """The addresses in its text, each once."""
        return list(dict.fromkeys(re.findall(r"https?://\S+", self.text)))


def mails(limit: int = 100) -> list[Kept]:
    """The newest mails first."""
    folder = Path(settings.PROSUM_MAILBOX)
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_read(path) for path in paths[:limit]]


def _read(path: Path) -> Kept:
    parsed = email.message_from_bytes(path.read_bytes(), _class=Parsed, policy=email.policy.default)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    return Kept(
        name=path.stem,
        subject=str(parsed["Subject"]),
        sender=str(parsed["From"]),
        to=str(parsed["To"]),
        date=str(parsed["Date"]),
        text=text.get_content() if text is not None else "",
        html=html.get_content() if html is not None else "",
    )
