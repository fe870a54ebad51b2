"""A payment provider for trying things out: its page has a button for each thing that can happen.

It speaks as a real one does: what became of a payment arrives as a signed message at our webhook, possibly late, possibly
twice. Refunds and payouts it does at once.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from users.input.numbers import whole
from users.models import Member

from ..models import Payment, PaymentState, Payout, PayoutReversal, Refund, SandboxMovement
from .news import About, BadMessage, News, Sent

#: A signed message older than this, in seconds, is refused.
TOLERANCE = 300


class Sandbox:
    """The provider of this module."""

    name = "sandbox"

    def page(self, payment: Payment) -> str:
        """Our own page with the buttons."""
        return reverse("sandbox_page", args=[payment.reference])

    def interpret(self, body: str) -> News | None:
        """What a message of ours says. Raises BadMessage."""
        try:
            told = json.loads(body)
            news = {name: told[name] for name in _FIELDS if name in told}
            return News(about=About(told["about"]), **news)
        except (KeyError, TypeError, ValueError) as error:
            raise BadMessage("The message is not understood.") from error

    def refund(self, refund: Refund) -> Sent:
        """Done at once."""
        name = f"refund-{refund.pk}-{refund.attempt}"
        _remember(About.REFUND, name, refund.amount, refund.payment.received_currency)
        return Sent(name, is_done=True)

    def transfer(self, payout: Payout) -> Sent:
        """Done at once."""
        parts = {part.pk: f"part-{part.pk}" for part in payout.parts.all()}
        return Sent(f"payout-{payout.pk}", is_done=True, parts=parts)

    def reverse(self, reversal: PayoutReversal) -> Sent:
        """Done at once."""
        return Sent(f"reversal-{reversal.pk}", is_done=True)

    def connect(self, member: Member, account: str, back: str) -> tuple[str, str]:
        """Everybody has an account here already."""
        return f"sandbox-{member.pk}", back

    def report(self, since: datetime) -> Iterable[News]:
        """What the sandbox itself remembers."""
        for moved in SandboxMovement.objects.filter(made_at__gte=since).order_by("pk"):
            about = About(moved.about)
            state = PaymentState.SUCCEEDED if about is About.PAYMENT else Refund.State.DONE
            ours, theirs = (moved.name, "") if about is About.PAYMENT else ("", moved.name)
            yield News(about, state.value, ours, theirs, amount=moved.amount, currency=moved.currency)


_FIELDS = ("state", "reference", "provider_id", "payment_id", "amount", "currency", "fee", "reason")


def pay(payment: Payment, *, amount: int | None = None) -> tuple[bytes, str]:
    """The sandbox takes the buyer's money and remembers it; returns the message that tells us of it."""
    came = payment.amount if amount is None else amount
    _remember(About.PAYMENT, payment.reference, came, payment.currency)
    return message(payment, PaymentState.SUCCEEDED, amount=came)


def fail_refund(refund: Refund, reason: str) -> tuple[bytes, str]:
    """The buyer's bank does not take a refund that was sent; returns the message that tells us of it."""
    SandboxMovement.objects.filter(about=About.REFUND.value, name=refund.provider_id).delete()
    of = {"payment_id": refund.payment.reference, "provider_id": refund.provider_id, "amount": refund.amount}
    return tell(about=About.REFUND.value, state=Refund.State.FAILED.value, reason=reason, **of)


def message(payment: Payment, state: PaymentState, **more: object) -> tuple[bytes, str]:
    """News of a payment: the body of a webhook call and its signature header."""
    told = {"reference": payment.reference, "amount": payment.amount, "currency": payment.currency, **more}
    return tell(about=About.PAYMENT.value, state=state.value, **told)


def tell(**told: object) -> tuple[bytes, str]:
    """Any news: the body of a webhook call and its signature header `t=…,v1=…`. Each is an event of its own."""
    body = json.dumps({"id": f"evt_{secrets.token_hex(12)}", **told}).encode()
    now = int(time.time())
    return body, f"t={now},v1={_sign(body, now)}"


def verify(body: bytes, signature: str) -> str:
    """The event's number, once the message is known to be the sandbox's. Raises BadMessage."""
    try:
        fields = dict(part.split("=", 1) for part in signature.split(","))
        sent, given = whole(fields["t"]), fields["v1"].encode()
        if sent is None or abs(time.time() - sent) > TOLERANCE:
            raise BadMessage("The message is too old.")
        if not hmac.compare_digest(given, _sign(body, sent).encode()):
            raise BadMessage("The signature does not fit the message.")
        return str(json.loads(body)["id"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessage("The signature does not fit the message.") from error


def _remember(about: About, name: str, amount: int, currency: str) -> None:
    SandboxMovement.objects.get_or_create(
        about=about.value, name=name, defaults={"amount": amount, "currency": currency}
    )


def _sign(body: bytes, sent: int) -> str:
    key = hashlib.sha256(b"sandbox webhook" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
