"""A payment provider for trying things out: its page has a button for each thing that can happen.

It speaks as a real one does: what became of a payment arrives as a signed message at our webhook, possibly late, possibly
twice.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from django.conf import settings
from django.urls import reverse

from users.input.numbers import whole

from ..models import Payment, PaymentState

#: A signed message older than this, in seconds, is refused.
TOLERANCE = 300


class Sandbox:
    """The provider of this module."""

    name = "sandbox"

    def page(self, payment: Payment) -> str:
        """Our own page with the buttons."""
        return reverse("sandbox_page", args=[payment.reference])


class BadSignature(ValueError):
    """The message is not from the provider, or too old."""


def message(payment: Payment, state: PaymentState) -> tuple[bytes, str]:
    """The body of a webhook call and its signature header `t=…,v1=…`."""
    body = json.dumps({"reference": payment.reference, "state": state.value, "amount": payment.amount}).encode()
    now = int(time.time())
    return body, f"t={now},v1={_sign(body, now)}"


def read(body: bytes, signature: str) -> tuple[str, PaymentState]:
    """Reference and state of a signed message. Raises BadSignature."""
    try:
        fields = dict(part.split("=", 1) for part in signature.split(","))
        sent, given = whole(fields["t"]), fields["v1"].encode()
        if sent is None or abs(time.time() - sent) > TOLERANCE:
            raise BadSignature
        if not hmac.compare_digest(given, _sign(body, sent).encode()):
            raise BadSignature
        content = json.loads(body)
        return str(content["reference"]), PaymentState(content["state"])
    except (KeyError, ValueError) as error:
        raise BadSignature("The signature does not fit the message.") from error


def _sign(body: bytes, sent: int) -> str:
    key = hashlib.sha256(b"sandbox webhook" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
