"""Mails of a site without a mail server: kept as files, shown on a page in debug."""

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


class MailboxBackend(BaseEmailBackend):
    """Keeps each mail as `<time>-<id>.eml`; a mail whose Message-ID is already there is not kept twice."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.PROSUM_MAILBOX)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            name = hashlib.sha256(str(content["Message-ID"]).encode()).hexdigest()[:24]
            path = folder / f"{name}.eml"
            if not path.exists():
                partial = path.with_suffix(".part")
                partial.write_bytes(content.as_bytes())
                partial.rename(path)
        return len(email_messages)


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
