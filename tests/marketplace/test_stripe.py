"""Stripe's own SDK over HTTP against a fake that remembers: pay, pay out, give back, be disputed, be asked twice."""

from __future__ import annotations

import json

import pytest

from marketplace import actions, works
from marketplace.ledger_check import findings, reconcile
from marketplace.models import Account, Order, Payment, PaymentState, ProviderMessage, Refund
from marketplace.payments import by_name
from marketplace.payments.news import BadMessage
from tests.background import work_off
from users.work.models import Work

from ..stripe_fake import FakeStripe, stripe
from .test_paying import books, order  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake(settings):
    with stripe() as made:
        settings.PROSUM_PAYMENT_PROVIDER = "stripe"
        settings.PROSUM_STRIPE_SECRET_KEY = "sk_test_nothing"
        settings.PROSUM_STRIPE_WEBHOOK_SECRET = made.secret
        settings.PROSUM_STRIPE_API_BASE = made.address
        yield made


@pytest.fixture
def webhook(client):
    def post(body: bytes, signature: str) -> int:
        headers = {"Stripe-Signature": signature}
        return client.post("/pay/stripe/webhook/", body, content_type="application/json", headers=headers).status_code

    return post


def to_checkout(client, order) -> str:  # noqa: F811
    """The buyer's way to Checkout; returns the session's number."""
    client.force_login(order.buyer)
    way = client.post(f"{order.get_absolute_url()}pay/").url
    page = client.get(way).content.decode()
    assert 'http-equiv="refresh"' in page
    return page.partition("https://checkout.stripe.com/c/pay/")[2].partition('"')[0]


def test_from_checkout_to_payout_and_back(client, webhook, fake: FakeStripe, order, shop, settings):  # noqa: F811
    session = to_checkout(client, order)
    assert to_checkout(client, order) == session, "two clicks, one page"
    [(_, wanted)] = [asked for asked in fake.asked if asked[0] == "/v1/checkout/sessions"]
    assert wanted["payment_intent_data"]["transfer_group"] == order.number and wanted["customer_email"] == order.email
    event = fake.pay(session, kept=40)
    assert webhook(event[0].replace(b"670", b"671"), event[1]) == 400 and not ProviderMessage.objects.exists()
    assert [webhook(*event), webhook(*event)] == [200, 200]
    order.refresh_from_db()
    assert (order.state, order.money) == ("paid", "paid") and ProviderMessage.objects.count() == 1

    # What it keeps is in its report alone.
    assert reconcile() == 1 and reconcile() == 0
    assert books() == {"provider": 630, "house": 40, "shop": -520, "designer": -150} and not list(findings())

    # Shop and designer set up their accounts, and are paid with the order's number on each transfer.
    settings.PROSUM_PAYOUT_LEAST = 100
    seller = shop.owner
    nowhere = actions.ask_for_payout(account=Account.objects.get(shop=shop), member=seller)
    work_off("now")
    nowhere.refresh_from_db()
    assert nowhere.state == "returned" and "Nobody has said" in nowhere.reason and books()["shop"] == -520
    assert actions.set_up_payouts(member=seller, back="/back").startswith("https://connect.stripe.com/setup/acct_")
    actions.set_up_payouts(member=seller, back="/back")
    assert len([path for path, _ in fake.asked if path == "/v1/accounts"]) == 1
    actions.set_up_payouts(member=order.designer, back="/back")
    pay_out(Account.objects.get(shop=shop), seller)
    royalty = actions.ask_for_payout(account=Account.objects.get(member=order.designer), member=order.designer)
    works.send_payout(Work(subject=f"payout:{royalty.pk}"))  # killed before the answer was kept
    work_off("now")
    transfers = [one for one in fake.objects.values() if one["object"] == "transfer"]
    assert [(one["amount"], one["transfer_group"]) for one in transfers] == [(520, order.number), (150, order.number)]
    assert books() == {"provider": -40, "house": 40}

    # A refund takes back out of both accounts what they were paid.
    parcel = order.parcels.get()
    actions.refund_rest(order=order, member=seller, parcel=parcel)
    work_off("now")
    made = Refund.objects.get()
    assert made.state == "done" and made.provider_id in fake.objects
    assert (
        [one["reversed"] for one in transfers] == [520, 150]
        and books() == {"provider": -40, "house": 40}
        and not list(findings())
    )

    assert webhook(*fake.event("refund.updated", fake.objects[made.provider_id])) == 200
    assert Refund.objects.get().provider_id == made.provider_id and not list(findings())


def pay_out(account: Account, member) -> None:
    payout = actions.ask_for_payout(account=account, member=member)
    work_off("now")
    payout.refresh_from_db()
    assert payout.state == "arrived", payout.reason


def test_what_else_stripe_tells(client, webhook, fake: FakeStripe, order):  # noqa: F811
    session = to_checkout(client, order)
    payment = Payment.objects.get()
    # A refund made in the Dashboard, and a dispute, come before the payment they are of.
    waiting = fake.objects[session]["intent"]["metadata"]
    failed = {"id": "pi_1", "object": "payment_intent", "metadata": waiting}
    assert webhook(*fake.event("payment_intent.payment_failed", failed)) == 200
    payment.refresh_from_db()
    assert payment.state == PaymentState.FAILED and Order.objects.get().is_waiting
    Payment.objects.update(provider_id="")
    event = fake.pay(session)
    intent = fake.objects[session]["payment_intent"]
    told = fake.refund({"payment_intent": intent, "amount": "67"})
    webhook(*fake.event("refund.created", told))
    webhook(*fake.dispute(intent, 335, name="dp_a"))
    assert ProviderMessage.objects.filter(state="waiting").count() == 2 and not books()
    webhook(*event)
    order.refresh_from_db()
    assert (order.state, order.money) == ("paid", "disputed")
    assert books() == {"provider": 268, "shop": -208, "designer": -60} and not list(findings())
    webhook(*fake.dispute(intent, 335, status="won", name="dp_a"))
    webhook(*fake.dispute(intent, 335, status="warning_needs_response"))
    order.refresh_from_db()
    assert order.money == "partly_refunded" and not list(findings())
    webhook(*fake.event("customer.created", {"id": "cus_1"}))
    assert not ProviderMessage.objects.exclude(state="done").exists()


def test_a_page_that_ends_unpaid_leaves_the_order_waiting(client, webhook, fake: FakeStripe, order, settings):  # noqa: F811
    session = to_checkout(client, order)
    assert webhook(*fake.expire(session)) == 200
    order.refresh_from_db()
    assert order.is_waiting and Payment.objects.get().state == PaymentState.CANCELLED
    assert to_checkout(client, order) != session
    settings.PROSUM_STRIPE_API_BASE = "http://127.0.0.1:9"
    Payment.objects.filter(state="open").update(reference="another")
    answer = client.get("/pay/stripe/another/", headers={"Accept-Language": "en"})
    assert answer.status_code == 503 and "does not answer just now" in answer.content.decode()


def test_nobody_speaks_for_stripe_where_no_secret_is_set(webhook, fake: FakeStripe, settings):
    fake.secret = settings.PROSUM_STRIPE_WEBHOOK_SECRET = ""
    assert webhook(*fake.event("checkout.session.completed", {})) == 400
    with pytest.raises(BadMessage):
        by_name("stripe").interpret(json.dumps({"type": "checkout.session.completed", "data": {"object": {}}}))
