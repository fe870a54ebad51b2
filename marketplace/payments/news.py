"""What a provider can tell us, in our own words, whichever provider it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class About(Enum):
    """What a piece of news is about."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"
    PAYOUT = "payout"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that became of money. Amounts are minor units of `currency`.

    `reference` is what we called it (a payment's or payout's reference, a refund's number), where the provider says so;
    `provider_id` is the provider's name of it; `payment_id` its name of the payment that a refund or dispute is of. `state`
    is a value of PaymentState, Refund.State, Dispute.State or Payout.State.
    """

    about: About
    state: str
    reference: str = ""
    provider_id: str = ""
    payment_id: str = ""
    amount: int | None = None
    currency: str = ""
    fee: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a provider answered: its name of what it sends, and whether it is done or will be told of.

    `parts` are its names of a payout's parts, by their numbers here.
    """

    provider_id: str
    is_done: bool
    parts: dict[int, str] = field(default_factory=dict)


class BadMessage(ValueError):
    """A message that is not from the provider, too old, or not to be understood."""


class Refused(Exception):
    """The provider will not do it, now or later; the message is its reason."""
