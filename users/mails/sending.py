"""Send what waits in the outbox: one connection for many mails, each claimed, sent and marked by itself.

No transaction is open and no row locked while the mail server is spoken to. One worker sends at a time. What is wrong with
a mail (its address is refused) is that mail's; what is wrong with the server stops all: the rest waits until it has been
left alone for a while (`MailServer.pause`), and no mail is blamed for a connection that could not be opened.
"""

from __future__ import annotations

import logging
import smtplib
import time
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q
from django.utils import timezone

from ..one_line import one_line
from ..work import attempts
from ..work.models import UNFINISHED, State
from ..work.running import Heartbeat
from .composers import NotWanted, Words, words
from .models import Mail, MailServer, RefusedAddress
from .refusing import refusal_of, stop_address

logger = logging.getLogger(__name__)

#: Seconds after which a round ends and another one is asked for: well within its task's time limit.
ROUND = 45.0
#: What was sent is remembered for a while.
KEEP_SENT = timedelta(days=7)
#: SMTP's replies of which the next mail may well get a better one.
_TOO_LARGE, _CLOSING = 552, 421


class _ServerTrouble(Exception):
    """The server, not the mail: it answers nobody now."""


def send_waiting() -> int:
    """Send what is due; returns how many mails went out."""
    attempts.return_lost(Mail.objects.all())
    _forget()
    server = MailServer.objects.get_or_create(pk=1)[0]
    if server.is_left_alone or Mail.objects.filter(state=State.RUNNING).exists():
        return 0
    mail = _claim()
    if mail is None:
        return 0
    connection = get_connection()
    try:
        with Heartbeat(mail):
            connection.open()
    except Exception as error:  # whatever it is, the next mail would meet it too
        attempts.give_back(mail)
        _leave_alone(server, error)
        return 0
    try:
        return _send_all(connection, mail)
    except _ServerTrouble as trouble:
        _leave_alone(server, trouble.__cause__ or trouble)
        return 0
    finally:
        _close(connection)


def has_due() -> bool:
    """Whether a mail waits that may be sent now."""
    return attempts.due(Mail.objects.all()).exists()


def _claim() -> Mail | None:
    return next(iter(attempts.claim(Mail.objects.order_by("next_attempt_at", "pk"), 1)), None)


def _send_all(connection, first: Mail) -> int:  # type: ignore[no-untyped-def]
    """Send `first` and what else is due. Raises _ServerTrouble."""
    end = time.monotonic() + ROUND
    sent = 0
    mail: Mail | None = first
    while mail is not None:
        with Heartbeat(mail):
            if _send(connection, mail):
                sent += 1
                # The server answers: it is forgiven.
                MailServer.objects.exclude(failures=0).update(failures=0, error="", silent_until=None)
        mail = _claim() if time.monotonic() < end else None
    return sent


def _send(connection, mail: Mail) -> bool:  # type: ignore[no-untyped-def]
    """Send one and mark it; whether it went out. Raises _ServerTrouble."""
    try:
        content = words(mail)
        refusing = None if mail.is_secret else refusal_of(content.to)
        if refusing is not None:
            raise NotWanted(f"Its address refuses mails: {refusing}")
        connection.send_messages([_message(mail, content)])
    except NotWanted as reason:
        _end(mail, State.FAILED, str(reason))
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        _refused(mail, code, answer, error)
        if code >= 500:
            stop_address(content.to, _told(code, answer))
    except smtplib.SMTPSenderRefused as error:
        if error.smtp_code != _TOO_LARGE:  # nobody's mail would be taken from us
            _give_up(mail, error)
        _refused(mail, error.smtp_code, error.smtp_error, error)
    except smtplib.SMTPDataError as error:
        _refused(mail, error.smtp_code, error.smtp_error, error)
    except OSError as error:  # timeouts, lost connections, and all else that smtplib raises
        _give_up(mail, error)
    except Exception as error:
        logger.exception("%s could not be written", mail)
        attempts.put_off(mail, error)
    else:
        RefusedAddress.objects.filter(address__iexact=content.to).delete()
        _end(mail, State.DONE, "", to=content.to, subject=one_line(content.subject)[:300])
        return True
    return False


def _message(mail: Mail, content: Words) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=one_line(content.subject),
        body=content.text,
        to=[content.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **content.headers},
    )
    if content.html:
        message.attach_alternative(content.html, "text/html")
    return message


def _refused(mail: Mail, code: int, answer: bytes | str, error: Exception) -> None:
    """The server took the connection and not the mail: for ever (5xx), or for now (4xx)."""
    if code == _CLOSING:
        _give_up(mail, error)
    told = _told(code, answer)
    logger.warning("%s was refused: %s", mail, told)
    if code >= 500:
        attempts.park(mail, told)
    else:
        attempts.put_off(mail, told, wait=timedelta(minutes=2**mail.attempts))


def _told(code: int, answer: bytes | str) -> str:
    return f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"


def _give_up(mail: Mail, error: Exception) -> None:
    # It counts as an attempt: a mail that makes the server hang up must not keep all others waiting for ever.
    attempts.put_off(mail, error)
    raise _ServerTrouble from error


def _end(mail: Mail, state: State, error: str, **changes: object) -> None:
    if mail.is_secret:
        changes |= {"text": "", "html": ""}
    (attempts.finish(mail, **changes) if state == State.DONE else attempts.fail(mail, error, **changes))


def _leave_alone(server: MailServer, error: BaseException) -> None:
    pause = server.pause
    logger.warning("the mail server fails; it is left alone for %d s: %s", pause.total_seconds(), error)
    now = timezone.now()
    MailServer.objects.filter(pk=server.pk).update(
        failures=F("failures") + 1, error=attempts.describe(error), failed_at=now, silent_until=now + pause
    )


def _forget() -> None:
    """End mails that came too late, forget their words, and in the end the mails that were sent."""
    now = timezone.now()
    late = Mail.objects.filter(expires_at__lt=now)
    late.filter(state=State.WAITING).update(
        state=State.FAILED, finished_at=now, error="It expired before it could be sent."
    )
    late.filter(is_secret=True).exclude(state__in=UNFINISHED).exclude(text="", html="").update(text="", html="")
    old = Mail.objects.filter(Q(state=State.DONE) | Q(is_secret=True), finished_at__lt=now - KEEP_SENT)
    Mail.objects.filter(pk__in=old.values("pk")[:1000]).delete()


def _close(connection) -> None:  # type: ignore[no-untyped-def]
    try:
        connection.close()
    except Exception:  # it said good-bye badly; what was sent was sent
        logger.debug("closing the connection failed", exc_info=True)
