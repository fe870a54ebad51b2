"""Who takes the money is said in words: a site without a provider takes no orders, a server refuses the sandbox."""

from __future__ import annotations

import pytest

from marketplace import actions
from marketplace.models import Order, Payment, PaymentState
from marketplace.payments import OrdersClosed, sandbox

from ..site.test_house import production

FULL = {
    "SECRET_KEY": "x" * 40,
    "SITE_URL": "https://x.example",
    "DATABASE_URL": "postgresql://a@b/c",
    "REDIS_URL": "redis://r",
}


def test_a_server_refuses_the_sandbox_unless_it_says_that_nothing_real_is_sold():
    refused = production(**FULL, PAYMENT_PROVIDER="sandbox")
    assert refused.returncode != 0 and 'NOTHING_REAL_IS_SOLD="yes, nothing real is sold here"' in refused.stderr
    assert production(**FULL, PAYMENT_PROVIDER="sandbox", NOTHING_REAL_IS_SOLD="yes").returncode != 0
    said = "yes, nothing real is sold here"
    assert production(**FULL, PAYMENT_PROVIDER="sandbox", NOTHING_REAL_IS_SOLD=said).returncode == 0
    assert production(**FULL).returncode == 0


def test_a_server_with_stripe_says_which_of_its_settings_are_missing():
    refused = production(**FULL, PAYMENT_PROVIDER="stripe", STRIPE_WEBHOOK_SECRET="whsec")
    assert refused.returncode != 0 and "needs STRIPE_SECRET_KEY" in refused.stderr
    keys = {"STRIPE_SECRET_KEY": "sk", "STRIPE_WEBHOOK_SECRET": "whsec"}
    assert production(**FULL, PAYMENT_PROVIDER="stripe", **keys).returncode == 0


@pytest.fixture
def closed(settings):
    settings.PROSUM_PAYMENT_PROVIDER = "none"


@pytest.mark.django_db
def test_without_a_provider_nobody_orders(client, ada, creation, shop, address, closed):
    client.force_login(ada)
    page = client.get("/@ada/tower/").content.decode()
    assert "This site takes no orders." in page and "/order/" not in page
    answer = client.get("/@ada/tower/revisions/1/order/")
    assert answer.status_code == 409 and "takes no orders" in answer.content.decode()
    with pytest.raises(OrdersClosed):
        actions.place_order(buyer=ada, revision=creation.current, address=address)
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_what_the_sandbox_left_waiting_is_not_paid_by_it_any_more(client, ada, creation, shop, address, settings):
    order = actions.place_order(buyer=ada, revision=creation.current, address=address)
    actions.start_payment(order=order, member=ada)
    payment = Payment.objects.get()
    settings.PROSUM_PAYMENT_PROVIDER = "none"
    client.force_login(ada)
    assert client.post(f"/pay/sandbox/{payment.reference}/", {"outcome": "succeed"}).status_code == 404
    body, signature = sandbox.message(payment, PaymentState.SUCCEEDED)
    headers = {"Prosum-Signature": signature}
    answer = client.post("/pay/sandbox/webhook/", body, content_type="application/json", headers=headers)
    assert answer.status_code == 404
    order.refresh_from_db()
    assert order.is_waiting
