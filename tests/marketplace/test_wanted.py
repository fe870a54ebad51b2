"""Notices: members ask the shops for what cannot be had, sellers see it, and whoever asked is told when it is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace import actions
from marketplace.models import StockLot, WantedLot
from tests.background import work_off
from users.notifications.models import Event

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}


def page(client, address: str) -> str:
    return " ".join(client.get(address, headers=ENGLISH).content.decode().split())


def told() -> list[str]:
    return list(Event.objects.filter(kind="wanted.in_stock").order_by("pk").values_list("data__what", flat=True))


def test_a_member_is_told_once_when_a_shop_has_more_than_before(client, basile, make_member, shop):
    StockLot.objects.filter(shop=shop, part="3001", colour=4).update(quantity=3)
    StockLot.objects.filter(shop=shop, part="3003", colour=4).delete()
    client.force_login(basile)
    for part, quantity in (("3001", 10), ("3003", 2)):
        client.post("/basket/lots/", {"part": part, "colour": "4", "quantity": str(quantity)})
    work_off("plans")
    assert "Ask the shops for them" in page(client, "/basket/")
    client.post("/wanted/ask/", {"basket": "1"})
    assert {(one.part, one.quantity, one.had) for one in WantedLot.objects.all()} == {("3001", 7, 3), ("3003", 2, 0)}
    other = make_member("chloe")
    actions.ask_shops(member=other, lots=[("3003", 4, 5)], used=False, country="BE")

    client.force_login(shop.owner)
    seen = page(client, "/wanted/")
    assert "Brick 2 x 2" in seen and "Belgium, France" in seen and "Put into stock" in seen and "basile" not in seen
    assert "Brick 2 x 4" not in page(client, "/wanted/?q=3003")

    assert actions.look_for_wanted() == 0, "three are there, as before"
    StockLot.objects.filter(shop=shop, part="3001", colour=4).update(quantity=1)
    assert actions.look_for_wanted() == 0 and WantedLot.objects.get(part="3001").had == 1
    StockLot.objects.filter(shop=shop, part="3001", colour=4).update(quantity=2)
    StockLot.objects.create(shop=shop, part="3003", colour=4, condition="U", quantity=8, unit_price=100)
    assert actions.look_for_wanted() == 2, "used ones are none for who wants new ones"
    assert told() == ["Brique 2 x 4, Rouge; Brique 2 x 2, Rouge"], "in his language"
    assert actions.look_for_wanted() == 0 and len(told()) == 1
    client.force_login(basile)
    assert "a shop has some" in page(client, "/wanted/") and "Into the basket" in page(client, "/wanted/")
    StockLot.objects.create(shop=shop, part="3003", colour=4, quantity=8, unit_price=100)
    assert actions.look_for_wanted() == 1 and len(told()) == 2


def test_a_notice_ends_when_it_is_ordered_taken_back_or_old(client, basile, creation, shop, address):
    actions.ask_shops(member=basile, lots=[("3001", 4, 1), ("3003", 4, 1), ("3005", 4, 1)])
    actions.place_order(buyer=basile, revision=creation.current, address=address)
    assert {one.part for one in WantedLot.objects.all()} == {"3003", "3005"}, "the ordered one is no longer asked for"
    client.force_login(basile)
    client.post("/wanted/stop/", {"number": WantedLot.objects.get(part="3003").pk})
    WantedLot.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert actions.look_for_wanted() == 0 and not WantedLot.objects.exists()


def test_a_parts_page_says_whether_shops_have_it_and_offers_to_tell(client, basile, ada, shop):
    assert "The shops have 100 pieces in this colour." in page(client, "/parts/3001/?colour=4")
    assert "Sign in to be told when it is there" in page(client, "/parts/3001/?colour=2")
    client.force_login(basile)
    shown = page(client, "/parts/3001/?colour=2")
    assert "No shop has it in this colour." in shown and "Tell me when it is there" in shown
    client.post("/wanted/ask/", {"part": "3001", "colour": "2"})
    assert "You are told when a shop has more of it." in page(client, "/parts/3001/?colour=2")
    client.force_login(ada)
    client.post("/wanted/stop/", {"number": WantedLot.objects.get().pk})
    assert WantedLot.objects.get().member == basile, "nobody ends another's"
    for wrong in ({"part": "no", "colour": "4"}, {"part": "3001", "colour": "4", "quantity": "0"}, {"part": "3001"}):
        assert client.post("/wanted/ask/", wrong).status_code == 422, wrong
