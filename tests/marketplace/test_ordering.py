"""From the price on the page to the parcel at the door."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from creations import actions as creations
from creations.models import Creation, Royalty
from marketplace import actions
from marketplace.actions.ordering import OutOfStock, PriceChanged
from marketplace.actions.refusals import WrongState
from marketplace.models import LedgerEntry, Order, Payment, PaymentState, StockLot
from marketplace.payments import sandbox
from tests.background import post, work_off
from users.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(creation, basile, shop, address):
    return actions.place_order(buyer=basile, revision=creation.current, address=address)


def pay(order, buyer, state=PaymentState.SUCCEEDED):
    actions.start_payment(order=order, member=buyer)
    actions.settle(reference=Payment.objects.get(order=order, state="open").reference, state=state)
    order.refresh_from_db()


def test_page_shows_the_price_at_once(client, creation, shop):
    shown = " ".join(client.get("/@ada/tower/").content.decode().split())
    assert "€5.20" in shown and "delivered to France, from 1 shop" in shown


def test_price_is_noted_for_the_gallery_when_the_event_is_drained(creation, shop):
    from users.notifications.tasks import drain_events

    drain_events()
    work_off("now")
    assert Creation.objects.get().price == 520, "with shipping"


def test_the_whole_way_in_the_browser(client, ada, basile, creation, shop):
    creations.update(creation=creation, member=ada, royalty=Royalty.PERCENT, royalty_percent=10)
    client.force_login(basile)
    client.cookies["django_language"] = "en"
    start = "/@ada/tower/revisions/1/order/"
    assert "Address" in client.get(start).content.decode()
    fields = {
        "name": "B",
        "street": "1 rue",
        "postcode": "29200",
        "city": "Brest",
        "country": "FR",
        "email": "b@example.org",
    }
    refused = client.post(start, {**fields, "email": "nonsense"})
    assert refused.status_code == 422 and "1 rue" in refused.content.decode()
    review = client.post(start, fields).content.decode()
    assert fields["street"] in client.get(start).content.decode(), "who goes back to change it finds what they typed"
    assert "€5.23" in review and 'name="agreed" value="523"' in review
    page = client.post(start, {**fields, "agreed": "523"}).url
    assert page.startswith("/pay/sandbox/")
    order_page = client.post(page, {"outcome": "succeed"}).url
    shown = client.get(order_page).content.decode()
    assert "Paid" in shown and "For the designer" in shown and "€0.03" in shown
    lot = StockLot.objects.get(part="3001", colour=4)
    assert (lot.quantity, lot.reserved) == (99, 0)
    seller = shop.owner
    client.force_login(seller)
    order = Order.objects.get()
    parcel = order.parcels.get()
    assert order.number in client.get("/shop/").content.decode()
    client.post(f"/shop/parcels/{parcel.pk}/move/", {"action": "pack"})
    client.post(f"/shop/parcels/{parcel.pk}/move/", {"action": "ship", "tracking": "6A42"})
    client.force_login(basile)
    assert "6A42" in client.get(order_page).content.decode()
    client.post(f"{order_page}received/")
    order.refresh_from_db()
    assert order.state == "delivered"
    assert [entry.state for entry in order.timeline.all()] == ["placed", "paid", "packed", "shipped", "delivered"]


def test_what_a_buyer_pays_is_the_shops_and_the_designers(ada, basile, creation, shop, address):
    creations.update(creation=creation, member=ada, royalty=Royalty.AMOUNT, royalty_cents=150)
    order = actions.place_order(buyer=basile, revision=Creation.objects.get().current, address=address)
    pay(order, basile)
    sums = LedgerEntry.objects.values_list("account__kind").annotate(sum=Sum("amount"))
    assert dict(sums) == {"provider": 670, "held": 0, "shop": -520, "designer": -150}


def test_stock_is_held_while_paying_and_given_back(order, basile):
    lot = StockLot.objects.get(part="3001", colour=4)
    assert lot.available == 99
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert actions.expire_orders() == 1 and actions.expire_orders() == 0
    lot.refresh_from_db()
    order.refresh_from_db()
    assert (lot.available, order.state) == (100, "expired")


def test_a_payment_that_is_pending_keeps_the_reservation(order, basile):
    pay(order, basile, PaymentState.PENDING)
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert actions.expire_orders() == 0


@pytest.mark.parametrize(
    ("state", "expected", "quantity"),
    [("failed", "placed", 100), ("cancelled", "placed", 100), ("succeeded", "paid", 99)],
)
def test_said_twice_changes_nothing(order, basile, state, expected, quantity):
    pay(order, basile, PaymentState(state))
    reference = Payment.objects.get().reference
    for earlier in (PaymentState.OPEN, PaymentState.PENDING, PaymentState.FAILED, PaymentState(state)):
        actions.settle(reference=reference, state=earlier)
    order.refresh_from_db()
    assert order.state == expected and StockLot.objects.get(part="3001", colour=4).quantity == quantity


def test_a_failed_payment_can_be_tried_again(order, basile):
    pay(order, basile, PaymentState.FAILED)
    pay(order, basile)
    assert order.state == "paid" and order.payments.count() == 2


def test_missing_lots_are_named(client, basile, creation, shop):
    StockLot.objects.filter(part="3001", colour=4).update(quantity=0)
    client.force_login(basile)
    assert "3001" in client.get("/@ada/tower/revisions/1/order/").content.decode()
    assert "order" in client.get("/@ada/tower/").content.decode()


def test_changed_price_is_asked_about_again(creation, basile, shop, address):
    with pytest.raises(PriceChanged):
        actions.place_order(buyer=basile, revision=creation.current, address=address, agreed_total=1)


def test_wrong_moves_are_refused(order, basile, shop, ada):
    parcel = order.parcels.get()
    with pytest.raises(WrongState):
        actions.pack(parcel=parcel, member=shop.owner)
    with pytest.raises(NotAllowed):
        actions.pack(parcel=parcel, member=ada)
    with pytest.raises(WrongState):
        actions.confirm_delivery(order=order, member=basile)
    with pytest.raises(NotAllowed):
        actions.cancel_order(order=order, member=ada)


def test_webhook_believes_signatures_alone(client, order, basile):
    actions.start_payment(order=order, member=basile)
    payment = Payment.objects.get()
    body, signature = sandbox.message(payment, PaymentState.SUCCEEDED)

    def post(body: bytes, signature: str):
        headers = {"Prosum-Signature": signature}
        return client.post("/pay/sandbox/webhook/", body, content_type="application/json", headers=headers)

    assert post(body, "t=1,v1=abc").status_code == 400
    assert post(body.replace(b"succeeded", b"cancelled"), signature).status_code == 400
    assert post(body, "").status_code == 400
    assert post(body, signature).status_code == 200
    order.refresh_from_db()
    assert order.state == "paid"


def test_the_database_itself_refuses_to_oversell(shop):
    lot = StockLot.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        StockLot.objects.filter(pk=lot.pk).update(reserved=lot.quantity + 1)


def test_not_enough_of_a_lot_is_out_of_stock(creation, basile, shop, address):
    StockLot.objects.filter(part="3001", colour=4).update(reserved=100)
    with pytest.raises(OutOfStock) as caught:
        actions.place_order(buyer=basile, revision=creation.current, address=address)
    assert [line.colour for line in caught.value.missing] == [4]


def test_the_country_comes_from_the_browser_or_is_asked_for(client, creation, basile, shop):
    client.force_login(basile)
    start = "/@ada/tower/revisions/1/order/"
    for languages, chosen in (("fr-CH, fr;q=0.9", "CH"), ("en-AU, de-DE", "DE"), ("fr", ""), ("en", "")):
        shown = client.get(start, headers={"Accept-Language": languages}).content.decode()
        assert f'<option value="{chosen}" selected>' in shown, languages
    typed = {"name": "B", "street": "1 rue", "postcode": "29200", "city": "Brest", "email": "b@example.org"}
    refused = client.post(start, {**typed, "country": ""})
    assert refused.status_code == 422 and 'name="agreed"' not in refused.content.decode()


def test_mails_of_an_order_go_to_the_address_that_was_given_in_it(creation, shop, address, basile):
    from users.notifications.tasks import drain_events

    order = actions.place_order(
        buyer=basile, revision=creation.current, address=replace(address, email="h@example.org")
    )
    pay(order, basile)
    drain_events()
    mails = {mail.to for mail in post() if order.number in mail.subject}
    assert "h@example.org" in mails and basile.email not in mails
