"""A basket: filled from creations, lists and single lots, planned in the background, kept across sessions."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from creations import actions as creations
from creations.models import Royalty
from marketplace import actions
from marketplace.actions.shops import Band, Terms
from marketplace.basket_plans import is_true, wanted_in
from marketplace.models import Basket, BasketPlan, Order, StockLot
from marketplace.tasks import forget_visitors_baskets
from tests.background import work_off
from users.personal_data import archive
from users.work.models import State, Work

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}
RED = {"part": "3001", "colour": 4}


def page(client, address: str = "/basket/") -> str:
    return " ".join(client.get(address, headers=ENGLISH).content.decode().split())


def wanted() -> dict[tuple[str, int], int]:
    return {(lot.part, lot.colour): lot.quantity for lot in wanted_in(Basket.objects.get())}


def test_a_visitor_fills_a_basket_and_has_it_after_signing_in(client, basile, creation, shop):
    assert "Your basket is empty" in page(client)
    client.post("/@ada/tower/revisions/1/basket/", {"times": "2"})
    client.post("/basket/lots/", {"part": "3001", "colour": "4", "quantity": "3"})
    listed = SimpleUploadedFile("list.csv", b"part;colour;quantity\n3023;4;5\n3001;4;1\nnonsense;4;1\n")
    client.post("/basket/lots/", {"file": listed})
    assert wanted() == {("3001", 4): 6, ("3001", 14): 2, ("3001", 1): 2, ("3023b", 4): 5}
    shown = page(client)
    assert "Tower" in shown and "2 single lots" in shown and "nonsense" in shown, "what of the list is unknown is told"
    assert "Looking for the cheapest" in shown and 'hx-trigger="every 1s"' in shown
    assert forget_visitors_baskets() == 0
    other = actions.baskets.new_basket(basile)
    actions.add_lots(basket=other, lots=[("3001", 4, 1)])
    client.force_login(basile)
    page(client)
    assert Basket.objects.get().owner == basile and wanted()["3001", 4] == 7, "both are one"
    assert "Tower" in page(client) and "Your basket is empty" in page(Client())
    kept = json.loads(zipfile.ZipFile(io.BytesIO(archive(basile))).read("basket.json"))
    assert kept["creations"] == [{"revision__creation__title": "Tower", "revision__number": 1, "times": 2}]
    Basket.objects.create(country="FR")
    Basket.objects.update(changed_at=timezone.now() - timedelta(days=61))
    assert forget_visitors_baskets() == 1 and Basket.objects.get().owner == basile, "a member's stays"


def test_a_plan_is_found_in_the_background_and_says_what_is_proven(client, ada, basile, creation, shop):
    stall = actions.open_shop(member=basile, terms=Terms(name="Stall", country="BE", language="fr"))
    stall.shipping_methods.all().delete()
    actions.keep_shipping(
        shop=stall, member=basile, name="Letter", tracked=False, free_from=None, bands=[Band("union", 5000, 100)]
    )
    StockLot.objects.create(shop=stall, **RED, quantity=90, unit_price=200)
    StockLot.objects.filter(shop=shop, part="3001", colour=14).delete()
    client.force_login(ada)
    client.post("/@ada/tower/revisions/1/basket/", {"times": "50"})
    work_off("plans")
    plan = BasketPlan.objects.get()
    assert plan.is_final and plan.bound == plan.cost and (plan.pieces, plan.wanted) == (100, 150)
    assert plan.cost == 50 * 10 + 490 + 50 * 2 + 100, "red ones from the stall: that is worth a parcel"
    shown = page(client)
    for words in (
        "€11.90",
        "in 2 parcels",
        "Proven: no plan is cheaper.",
        "50 pieces are in no shop",
        "Stall",
        "every 1s",
    ):
        assert (words in shown) is (words != "every 1s"), words
    assert is_true(plan)
    StockLot.objects.filter(shop=stall).update(unit_price=300)
    assert not is_true(plan) and "stock or prices changed since" in page(client)
    client.post("/basket/again/")
    work_off("plans")
    shown = page(client, "/basket/plan/")
    for words in ("€12.40", "It costs €0.50 more.", "1 lot is not as before", "€1.50 instead of €1.00"):
        assert words in shown, words
    options = {"country": "FR", "used": "on", "area": "home", "most_parcels": ""}
    client.post("/basket/options/", options)
    work_off("plans")
    assert "What changed" not in page(client), "whoever asks something else compares with nothing"
    plan.refresh_from_db()
    assert [parcel["shop"] for parcel in plan.parcels] == [shop.pk]
    client.post("/basket/options/", {**options, "area": "", "avoided": [shop.pk]})
    work_off("plans")
    plan.refresh_from_db()
    assert [parcel["shop"] for parcel in plan.parcels] == [stall.pk] and plan.pieces == 50
    client.post("/basket/options/", {**options, "area": "", "most_parcels": "1"})
    work_off("plans")
    assert "in 1 parcel" in page(client)
    assert client.post("/basket/options/", {**options, "most_parcels": "0"}).status_code == 422


def test_what_was_asked_before_is_not_kept(ada, creation, shop):
    from marketplace.basket_plans import plan_basket

    basket = actions.baskets.new_basket(ada)
    actions.add_lots(basket=basket, lots=[("3001", 4, 2)])

    class Slow:
        subject = basket.subject

        def progress(self, share: float) -> None:
            raise AssertionError("the first try is proven")

    stale = BasketPlan.objects.get()
    actions.add_lots(basket=basket, lots=[("3001", 4, 2)])
    plan_basket(Slow())
    assert BasketPlan.objects.get().wanted == 4 and BasketPlan.objects.get().asked != stale.asked
    assert Work.objects.get(subject=basket.subject).state == State.WAITING, "asked for once, however often it changed"


def test_numbers_are_changed_and_bounded(client, ada, creation, shop):
    client.force_login(ada)
    client.post("/@ada/tower/revisions/1/basket/")
    client.post("/basket/lots/", {"part": "3001", "colour": "4"})
    held, lot = Basket.objects.get().creations.get(), Basket.objects.get().lots.get()
    client.post("/basket/change/", {"creation": held.pk, "number": "7"})
    client.post("/basket/change/", {"lot": lot.pk, "number": "9"})
    assert wanted()["3001", 4] == 16
    for wrong in (
        {"creation": held.pk, "number": "100"},
        {"lot": lot.pk, "number": "100001"},
    ):
        assert client.post("/basket/change/", wrong).status_code == 422
    for wrong in (
        {"part": "no"},
        {"part": "3001", "colour": "99999"},
        {"part": "3001", "colour": "4", "quantity": "0"},
    ):
        assert client.post("/basket/lots/", wrong).status_code == 422, wrong
    client.post("/basket/change/", {"lot": lot.pk, "number": "0"})
    client.post("/basket/change/", {"creation": held.pk, "number": "0"})
    assert wanted() == {} and "Your basket is empty" in page(client)
    client.post("/basket/lots/", {"part": "3001", "colour": "4"})
    client.post("/basket/change/", {"empty": "1"})
    assert wanted() == {}


def test_a_basket_is_ordered_by_its_plan_from_several_shops(client, ada, basile, make_member, creation, shop):
    chloe = make_member("chloe")
    creations.update(creation=creation, member=ada, royalty=Royalty.AMOUNT, royalty_cents=150)
    stall = actions.open_shop(member=basile, terms=Terms(name="Stall", country="FR", language="fr"))
    StockLot.objects.create(shop=stall, **RED, quantity=90, unit_price=200)
    StockLot.objects.filter(shop=shop, **RED).delete()
    client.force_login(chloe)
    assert client.get("/basket/order/").url == "/basket/", "nothing to order yet"
    client.post("/@ada/tower/revisions/1/basket/", {"times": "2"})
    client.post("/basket/lots/", {"part": "3003", "colour": "4", "quantity": "1"})
    work_off("plans")
    address = {
        "name": "C", "street": "1 rue", "postcode": "29200", "city": "Brest", "country": "FR", "email": "c@example.org"
    }  # fmt: skip
    assert "Review the order" in page(client, "/basket/order/")
    review = " ".join(client.post("/basket/order/", address, headers=ENGLISH).content.decode().split())
    # Two red bricks at 2 cents, five others at 10, a letter from the stall, a parcel from the house, twice the royalty.
    total = 4 + 50 + 250 + 490 + 300
    assert f'name="agreed" value="{total}"' in review
    paying = client.post("/basket/order/", {**address, "agreed": str(total)})
    assert paying.url.startswith("/pay/sandbox/")
    order = Order.objects.get()
    assert (order.total, order.royalty, order.title, order.parcels.count()) == (total, 300, "Tower", 2)
    assert StockLot.objects.get(shop=stall).reserved == 2 and wanted() == {}
    client.post("/basket/lots/", {"part": "3003", "colour": "4", "quantity": "1"})
    work_off("plans")
    StockLot.objects.filter(shop=shop, part="3003", colour=4).update(unit_price=2000)
    assert client.post("/basket/order/", {**address, "agreed": "500"}).url == "/basket/", "the price moved meanwhile"
    work_off("plans")
    client.post("/basket/order/", {**address, "postcode": "1000", "city": "Bruxelles", "country": "BE"})
    assert Basket.objects.get().country == "BE" and Order.objects.count() == 1, "the parcels cost otherwise there"
