"""Payment providers. Which one a site uses is a setting; the sandbox is built in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from users.errors import ActionError
from users.models import Member

from ..models import Payment, Payout, PayoutReversal, Refund
from .news import News, Sent
from .sandbox import Sandbox
from .stripe_provider import Stripe


class Provider(Protocol):
    """What the marketplace asks of a provider. What it asks twice, under the same reference, is done once.

    Its own view checks the signature of its messages and gives them to `actions.receive`.
    """

    name: str

    def page(self, payment: Payment) -> str:
        """The address, here, that leads the buyer to where they pay."""
        ...

    def interpret(self, body: str) -> News | None:
        """What a stored message says; None for what does not concern us. Raises BadMessage."""
        ...

    def refund(self, refund: Refund) -> Sent:
        """Have money sent back. Raises Refused; anything else is tried again."""
        ...

    def transfer(self, payout: Payout) -> Sent:
        """Have money sent to the owner of an account. Raises Refused; anything else is tried again."""
        ...

    def reverse(self, reversal: PayoutReversal) -> Sent:
        """Have part of a payout taken back. Raises Refused; anything else is tried again."""
        ...

    def connect(self, member: Member, account: str, back: str) -> tuple[str, str]:
        """The member's own account there (`account` if they have one), and the address where they set it up.

        From there they come back to the address `back`.
        """
        ...

    def report(self, since: datetime) -> Iterable[News]:
        """All payments that succeeded and refunds that were made since then, as the provider knows them."""
        ...


class OrdersClosed(ActionError):
    """The site has no payment provider."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("This site takes no orders: nobody is set up here to take the money."))


def takes_orders() -> bool:
    """Whether the site has a provider."""
    return settings.PROSUM_PAYMENT_PROVIDER != "none"


def provider() -> Provider:
    """The site's provider. Raises OrdersClosed when it has none."""
    if not takes_orders():
        raise OrdersClosed
    return by_name(settings.PROSUM_PAYMENT_PROVIDER)


def by_name(name: str) -> Provider:
    """A provider that this site has or had: what came by it goes back by it. Raises ImproperlyConfigured."""
    for kind in (Sandbox, Stripe):
        if kind.name == name:
            return kind()
    raise ImproperlyConfigured(f"PAYMENT_PROVIDER is {name}: there are none, sandbox and stripe.")
