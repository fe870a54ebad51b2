"""Stripe: Checkout for buyers, separate charges and transfers for shops and designers, each with an account of their own.

A charge and the transfers made of it carry the order's number as their `transfer_group`. Everything that is asked for carries an
idempotency key made of our own reference, so that asking again, after a lost answer or by a second worker, does nothing new.
See https://docs.stripe.com/connect/separate-charges-and-transfers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from users.errors import ActionError
from users.models import Member

from ..models import Dispute, Order, Payment, PaymentState, Payout, PayoutPlace, PayoutReversal, Refund
from .news import About, BadMessage, News, Refused, Sent

if TYPE_CHECKING:
    import stripe

#: Seconds that Stripe may take to answer.
TIMEOUT = 20
#: A Checkout page lives at least half an hour; a minute more, for clocks that differ.
PAGE_LIVES = timedelta(minutes=31)


class ProviderAway(ActionError):
    """The provider does not answer."""

    status = 503

    def __init__(self) -> None:
        super().__init__(gettext_lazy("The payment provider does not answer just now. Please try again in a moment."))


class Stripe:
    """The provider of this module."""

    name = "stripe"

    def page(self, payment: Payment) -> str:
        """Our own page, which leads on to Checkout."""
        return reverse("stripe_page", args=[payment.reference])

    def interpret(self, body: str) -> News | None:
        """What an event says. Raises BadMessage."""
        try:
            event = json.loads(body)
            read = _EVENTS.get(event["type"])
            return read(event["data"]["object"], event["type"]) if read else None
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadMessage("The event is not understood.") from error

    def refund(self, refund: Refund) -> Sent:
        """Back to the card it came from; the event tells whether it arrived."""
        wanted = {
            "payment_intent": refund.payment.provider_id,
            "amount": refund.amount,
            "metadata": {"refund": str(refund.pk)},
        }
        with _refusals():
            made = client().v1.refunds.create(wanted, _once(f"refund-{refund.pk}-{refund.attempt}"))  # type: ignore[arg-type]
        if made.status in ("failed", "canceled"):
            raise Refused(made.failure_reason or made.status)
        return Sent(made.id, is_done=made.status == "succeeded")

    def transfer(self, payout: Payout) -> Sent:
        """A transfer for each order of the payout, to its owner's own account. Raises Refused before the first one alone."""
        account = payout.account
        owner = account.shop.owner if account.shop is not None else account.member
        place = PayoutPlace.objects.filter(member=owner, provider=self.name).first() if owner else None
        if place is None:
            raise Refused(_("Nobody has said yet where the money is to go."))
        parts: dict[int, str] = {}
        for part in payout.parts.select_related("order").order_by("pk"):
            wanted = {
                **_source(part.order),
                "amount": part.amount,
                "currency": account.currency.lower(),
                "destination": place.account,
                "transfer_group": part.order.number,
                "metadata": {"payout": payout.reference},
            }
            with _refusals(raising=not parts):
                made = client().v1.transfers.create(wanted, _once(f"payout-{payout.reference}-{part.pk}"))  # type: ignore[arg-type]
            parts[part.pk] = made.id
        return Sent(next(iter(parts.values()), ""), is_done=True, parts=parts)

    def reverse(self, reversal: PayoutReversal) -> Sent:
        """Out of the owner's account, back into ours."""
        with _refusals():
            made = client().v1.transfers.reversals.create(
                reversal.part.provider_id, {"amount": reversal.amount}, _once(f"reversal-{reversal.pk}")
            )
        return Sent(made.id, is_done=True)

    def connect(self, member: Member, account: str, back: str) -> tuple[str, str]:
        """An Express account, and the page of Stripe's on which its owner fills it in. Raises ProviderAway."""
        import stripe

        try:
            if not account:
                wanted = {
                    "type": "express",
                    "email": member.email,
                    "capabilities": {"transfers": {"requested": True}},
                    "metadata": {"member": str(member.pk)},
                }
                account = client().v1.accounts.create(wanted, _once(f"account-{member.pk}")).id  # type: ignore[arg-type]
            link = client().v1.account_links.create(
                {"account": account, "refresh_url": back, "return_url": back, "type": "account_onboarding"}
            )
        except stripe.StripeError as error:
            raise ProviderAway from error
        return account, link.url

    def report(self, since: datetime) -> Iterable[News]:
        """The charges and refunds of our balance, with what Stripe kept of each."""
        wanted = {"created": {"gte": int(since.timestamp())}, "limit": 100, "expand": ["data.source"]}
        for moved in client().v1.balance_transactions.list(wanted).auto_paging_iter():  # type: ignore[arg-type]
            source: dict[str, Any] = moved.source.to_dict()  # type: ignore[union-attr]
            if moved.type in ("charge", "payment"):
                yield News(
                    About.PAYMENT,
                    PaymentState.SUCCEEDED.value,
                    reference=source["metadata"].get("payment", ""),
                    provider_id=str(source["payment_intent"] or ""),
                    amount=moved.amount,
                    currency=moved.currency.upper(),
                    fee=moved.fee,
                )
            elif moved.type in ("refund", "payment_refund"):
                yield _refund(source, "")


def checkout(payment: Payment) -> str:
    """The address of the Checkout page of a payment: the same page whenever it is asked for. Raises ProviderAway."""
    import stripe

    order = payment.order
    here = settings.SITE_URL + order.get_absolute_url()
    named = {"payment": payment.reference}
    line = {
        "price_data": {
            "currency": payment.currency.lower(),
            "unit_amount": payment.amount,
            "product_data": {"name": f"{order.number} · {order.title}"},
        },
        "quantity": 1,
    }
    wanted = {
        "mode": "payment",
        "client_reference_id": payment.reference,
        "customer_email": order.email,
        "line_items": [line],
        "metadata": named,
        "payment_intent_data": {"transfer_group": order.number, "metadata": named},
        "success_url": here,
        "cancel_url": here,
        "expires_at": int((payment.created_at + PAGE_LIVES).timestamp()),
    }
    try:
        made = client().v1.checkout.sessions.create(wanted, _once(f"checkout-{payment.reference}"))  # type: ignore[arg-type]
    except stripe.StripeError as error:
        raise ProviderAway from error
    return str(made.url)


def verify(body: bytes, signature: str) -> str:
    """The event's number, once it is known to be Stripe's. Raises BadMessage, always where no secret is set."""
    if not settings.PROSUM_STRIPE_WEBHOOK_SECRET:
        raise BadMessage("This site does not listen to Stripe.")
    import stripe

    try:
        event = stripe.Webhook.construct_event(body, signature, settings.PROSUM_STRIPE_WEBHOOK_SECRET)
    except (ValueError, stripe.SignatureVerificationError) as error:
        raise BadMessage("The signature does not fit the message.") from error
    return str(event["id"])


def _source(order: Order) -> dict[str, str]:
    """The order's charge, whose money a transfer may take before it is available to us."""
    paid = order.payments.filter(provider=Stripe.name, state=PaymentState.SUCCEEDED).exclude(provider_id="")
    payment = paid.order_by("-received").first()
    if payment is None:
        return {}
    charge = client().v1.payment_intents.retrieve(payment.provider_id).latest_charge
    return {"source_transaction": str(charge)} if charge else {}


def client() -> stripe.StripeClient:
    """Stripe's own client, for our account."""
    import stripe

    return stripe.StripeClient(
        settings.PROSUM_STRIPE_SECRET_KEY,
        base_addresses={"api": settings.PROSUM_STRIPE_API_BASE},
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
        max_network_retries=2,
    )


def _once(key: str) -> Any:
    return {"idempotency_key": key}


#: Refusals that time mends. Stripe says the same under the same key for a day: then it is asked anew.
_PASSING = {"balance_insufficient", "lock_timeout"}


@contextmanager
def _refusals(*, raising: bool = True) -> Iterator[None]:
    """What will be the same whenever it is asked is a refusal; all else (the network, a busy Stripe) is tried again."""
    import stripe

    try:
        yield
    except (stripe.InvalidRequestError, stripe.CardError, stripe.PermissionError) as error:
        if not raising or error.code in _PASSING:
            raise
        raise Refused(error.user_message or str(error)) from error


def _session(told: dict[str, Any], kind: str) -> News:
    if kind == "checkout.session.completed":
        state = PaymentState.SUCCEEDED if told["payment_status"] == "paid" else PaymentState.PENDING
    else:
        state = {
            "checkout.session.async_payment_succeeded": PaymentState.SUCCEEDED,
            "checkout.session.async_payment_failed": PaymentState.FAILED,
            "checkout.session.expired": PaymentState.CANCELLED,
        }[kind]
    return News(
        About.PAYMENT,
        state.value,
        reference=told["client_reference_id"] or "",
        provider_id=told.get("payment_intent") or "",
        amount=told["amount_total"],
        currency=told["currency"].upper(),
    )


def _intent(told: dict[str, Any], kind: str) -> News | None:
    """An attempt on a Checkout page; others may follow on the same page."""
    state = PaymentState.PENDING if kind == "payment_intent.processing" else PaymentState.FAILED
    reference = told["metadata"].get("payment", "")
    return News(About.PAYMENT, state.value, reference=reference, provider_id=told["id"]) if reference else None


def _refund(told: dict[str, Any], kind: str) -> News:
    states = {"succeeded": Refund.State.DONE, "failed": Refund.State.FAILED, "canceled": Refund.State.FAILED}
    return News(
        About.REFUND,
        states.get(told["status"], Refund.State.ASKED).value,
        reference=told["metadata"].get("refund", ""),
        provider_id=told["id"],
        payment_id=told["payment_intent"],
        amount=told["amount"],
        currency=told["currency"].upper(),
        reason=told.get("failure_reason") or "",
    )


def _dispute(told: dict[str, Any], kind: str) -> News | None:
    if told["status"].startswith("warning"):
        return None  # a question of the bank's: no money moved
    states = {"won": Dispute.State.WON, "lost": Dispute.State.LOST}
    return News(
        About.DISPUTE,
        states.get(told["status"], Dispute.State.OPEN).value,
        provider_id=told["id"],
        payment_id=told["payment_intent"],
        amount=told["amount"],
        currency=told["currency"].upper(),
    )


_EVENTS = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _session,
    "checkout.session.async_payment_failed": _session,
    "checkout.session.expired": _session,
    "payment_intent.processing": _intent,
    "payment_intent.payment_failed": _intent,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.closed": _dispute,
}
