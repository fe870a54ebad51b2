"""Until something is packed, a buyer sends an order elsewhere or gives it up, paid or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from creations import actions as creations
from creations.models import Creation, Royalty
from marketplace import actions
from marketplace.actions.refusals import WrongState
from marketplace.bought import Bought
from marketplace.ledger_check import findings
from marketplace.models import Basket, Order, Refund, StockLot
from marketplace.plans import Plan, PlannedLot, PlannedParcel
from tests.background import work_off
from tests.marketplace.test_paying import books, expire, pay, shelf
from users.notifications.models import Notification
from users.notifications.tasks import drain_events

pytestmark = pytest.mark.django_db
ELSEWHERE = {"name": "Chloé", "street": "2 quai Neuf", "postcode": "29000", "city": "Quimper"}


@pytest.fixture
def order(ada, creation, basile, shop, address):
    creations.update(creation=creation, member=ada, royalty=Royalty.AMOUNT, royalty_cents=150)
    return actions.place_order(buyer=basile, revision=Creation.objects.get().current, address=address)


def told(member) -> list[str]:
    drain_events()
    return list(Notification.objects.filter(member=member).order_by("pk").values_list("event__kind", flat=True))


def read(client, address: str) -> str:
    return " ".join(client.get(address, headers={"Accept-Language": "en"}).content.decode().split())


def test_a_paid_order_is_cancelled_before_it_is_packed_and_all_of_it_comes_back(client, order, basile, shop):
    pay(order)
    page = order.get_absolute_url()
    client.force_login(basile)
    assert "all that you paid goes back to you" in read(client, page)
    answer = client.post(f"{page}cancel/", follow=True, headers={"Accept-Language": "en"}).content.decode()
    assert "Your money is on its way back" in answer and "The buyer cancelled the order." in answer
    work_off("now")
    order.refresh_from_db()
    refund = Refund.objects.get()
    assert (refund.amount, refund.state, refund.reason) == (670, "done", "whole")
    assert (order.state, order.money) == ("cancelled", "refunded") and shelf() == (100, 0)
    assert not books() and not list(findings())
    assert told(shop.owner) == ["shop.ordered", "shop.order_cancelled"]
    assert "order.refunded" in told(basile)
    assert client.post(f"{page}cancel/").status_code == 409 and Refund.objects.count() == 1
    assert "all that you paid" not in read(client, page)
    parcel = order.parcels.get()
    with pytest.raises(WrongState):
        actions.pack(parcel=parcel, member=shop.owner)


def test_what_is_packed_is_neither_cancelled_nor_sent_elsewhere(client, order, basile, shop, address):
    pay(order)
    actions.pack(parcel=order.parcels.get(), member=shop.owner)
    client.force_login(basile)
    page = order.get_absolute_url()
    shown = read(client, page)
    assert "Cancel the order" not in shown and "Change the address" not in shown
    assert client.post(f"{page}cancel/").status_code == 409 and not Refund.objects.exists()
    refused = client.post(f"{page}address/", ELSEWHERE, headers={"Accept-Language": "en"})
    assert refused.status_code == 409 and "a parcel is packed" in refused.content.decode()
    order.refresh_from_db()
    assert order.city == "Brest" and StockLot.objects.get(part="3001", colour=4).quantity == 99


def test_another_address_in_the_same_country_reaches_the_shop(client, order, basile, shop, address):
    client.force_login(basile)
    page = order.get_absolute_url()
    assert "Change the address" in read(client, page) and "1 rue des Essais" in read(client, f"{page}address/")
    assert client.post(f"{page}address/", {**ELSEWHERE, "street": ""}).status_code == 422
    pay(order)
    assert client.post(f"{page}address/", {**ELSEWHERE, "country": "US", "email": "x@example.org"}).status_code == 302
    shown = read(client, page)
    assert "2 quai Neuf" in shown and "1 rue des Essais" not in shown and "The address was changed" in shown
    assert told(shop.owner) == ["shop.ordered", "shop.address_changed"]
    order.refresh_from_db()
    assert (order.country, order.email) == ("FR", "chloe@example.org"), "nothing else is changed along"
    client.post(f"{page}address/", ELSEWHERE)
    assert read(client, page).count("The address was changed") == 1, "the same again is no news"
    with pytest.raises(WrongState, match="another country"):
        actions.change_address(order=order, member=basile, address=replace(address, country="DE"))
    client.force_login(shop.owner)
    assert "2 quai Neuf" in read(client, f"/shop/parcels/{order.parcels.get().pk}/")


def test_parts_are_held_longer_once_and_an_ended_order_says_so(client, order, basile):
    client.force_login(basile)
    page, until = order.get_absolute_url(), order.expires_at
    shown = read(client, page)
    assert f'data-until="{until.isoformat()[:19]}' in shown and "UTC</time>" in shown, "a time zone without a script"
    seen = shown.partition("?seen=")[2].partition('"')[0]
    asks = {"headers": {"HX-Request": "true"}}
    assert "HX-Refresh" not in client.get(f"{page}?seen={seen}", **asks)
    assert "I need more time" in shown and client.post(f"{page}longer/").url == page
    order.refresh_from_db()
    assert order.expires_at - until == timedelta(minutes=15)
    assert "HX-Refresh" in client.get(f"{page}?seen={seen}", **asks), "the other tab counts anew"
    assert "I need more time" not in read(client, page) and client.post(f"{page}longer/").status_code == 409
    seen = read(client, page).partition("?seen=")[2].partition('"')[0]
    expire(order)
    assert "HX-Refresh" in client.get(f"{page}?seen={seen}", **asks)
    ended = read(client, page)
    assert "this order has ended" in ended and "data-until" not in ended
    assert "Order again" in ended and 'href="/@ada/tower/revisions/1/order/"' in ended
    assert (
        client.post(f"{page}longer/").status_code == 409
        and client.post(f"{page}address/", ELSEWHERE).status_code == 409
    )


def test_an_order_page_shows_by_itself_what_came_and_an_ended_basket_order_is_ordered_again(
    client, order, creation, basile, shop, address
):
    client.force_login(basile)
    pay(order)
    page, asks = order.get_absolute_url(), {"headers": {"HX-Request": "true"}}
    shown = read(client, page)
    assert 'hx-trigger="every 30s"' in shown
    seen = shown.partition("?seen=")[2].partition('"')[0]
    assert "HX-Refresh" not in client.get(f"{page}?seen={seen}", **asks)
    actions.write_message(order=order, shop=shop, member=shop.owner, body="Hello")
    assert "HX-Refresh" in client.get(f"{page}?seen={seen}", **asks), "a message is news too"
    lots = {colour: StockLot.objects.get(part="3001", colour=colour).pk for colour in (4, 15)}
    plan = Plan([PlannedParcel(shop, [PlannedLot(pk, 2) for pk in lots.values()], shipping=490)])
    bought = [Bought(creation.current, 2)]
    mixed = actions.order_plan(buyer=basile, plan=plan, address=address, bought=bought, whole=False)
    Order.objects.filter(pk=mixed.pk).update(revision=None)
    expire(mixed)
    again = f"{mixed.get_absolute_url()}again/"
    assert again in read(client, mixed.get_absolute_url())
    assert client.post(again).url == "/basket/"
    basket = Basket.objects.get(owner=basile)
    assert [(one.revision, one.times) for one in basket.creations.all()] == [(creation.current, 2)]
    assert list(basket.lots.values_list("part", "colour", "quantity")) == [("3001", 15, 2)], "what is in no creation"
