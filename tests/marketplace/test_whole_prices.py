"""What a creation costs is the best whole plan for it, and stays true while stock moves."""

from __future__ import annotations

import pytest
from django.utils import timezone

from creations.models import Creation
from marketplace import actions
from marketplace.actions.shops import Band, Terms
from marketplace.models import CreationPrice, ShippingBand, Shop, StockLot, StockMove
from marketplace.offers import Choosing, market_for, version_of
from marketplace.pricing import quote, wanted_of
from marketplace.tasks import plan_creations

pytestmark = pytest.mark.django_db

RED = {"part": "3001", "colour": 4}


@pytest.fixture
def stall(basile):
    """A second shop, in Belgium, whose parcels cost 2 euros everywhere."""
    shop = actions.open_shop(member=basile, terms=Terms(name="Stall", country="BE", language="fr"))
    shop.shipping_methods.all().delete()
    bands = [Band(zone, 5000, 200) for zone in ("home", "union")]
    actions.keep_shipping(shop=shop, member=basile, name="Letter", tracked=False, free_from=None, bands=bands)
    return shop


def page(client) -> str:
    return " ".join(client.get("/@ada/tower/", headers={"Accept-Language": "en"}).content.decode().split())


def price() -> tuple[int, int, int, int | None]:
    kept = CreationPrice.objects.get()
    return kept.total, kept.missing, kept.shops, Creation.objects.get().price


def test_price_is_that_of_the_whole_plan_and_follows_the_stock(client, creation, shop, stall):
    plan_creations()
    assert price() == (520, 0, 1, 520) and "from 1 shop" in page(client)
    StockLot.objects.filter(shop=shop, **RED).update(quantity=0)
    assert StockMove.objects.count() >= 1
    plan_creations()
    assert price() == (510, 1, 1, None), "all but one piece is no price to compare"
    assert "All but 1 piece, which no shop has." in page(client) and "€5.10" in page(client)
    red = StockLot.objects.create(shop=stall, **RED, quantity=5, unit_price=1000)
    plan_creations()
    assert price() == (720, 0, 2, 720) and "from 2 shops" in page(client)
    actions.change_shop(
        shop=stall, member=stall.owner, terms=Terms(name="Stall", country="BE", language="fr", minimum=900)
    )
    plan_creations()
    assert price()[1] == 1, "the stall sends nothing below its minimum"
    actions.change_shop(shop=stall, member=stall.owner, terms=Terms(name="Stall", country="FR", language="fr"))
    StockLot.objects.filter(shop=stall).update(unit_price=500)
    assert plan_creations() == 1 and price() == (715, 0, 2, 715)
    StockLot.objects.filter(pk=red.pk).update(location="Z-9", remarks="moved")
    assert not StockMove.objects.exists() and plan_creations() == 0, "a drawer is no offer"
    StockLot.objects.all().delete()
    plan_creations()
    assert price() == (0, 3, 0, None) and "No shop has its parts." in page(client)


def test_what_moves_while_it_is_planned_is_planned_again(creation, shop):
    plan_creations()
    StockLot.objects.filter(**RED).update(unit_price=2000)
    from marketplace.prices import keep_price, mark_stale

    assert mark_stale() == 1 and CreationPrice.objects.get().stale_since is not None
    keep_price(creation, since="another moment")
    assert CreationPrice.objects.get().stale_since is not None
    assert plan_creations() == 1 and CreationPrice.objects.get().stale_since is None


def test_what_has_no_revision_has_no_price(creation, shop):
    plan_creations()
    Creation.objects.update(current=None)
    CreationPrice.objects.update(stale_since=timezone.now())
    assert plan_creations() == 1 and not CreationPrice.objects.exists()


def test_shops_are_chosen_by_country_condition_and_wish(creation, shop, stall):
    StockLot.objects.create(shop=stall, **RED, quantity=5, unit_price=100, condition="U")
    wanted = wanted_of(creation.current)

    def sellers(**asked) -> set[str]:
        return {seller.id for seller in market_for(wanted, Choosing(**{"country": "FR", **asked})).shops}

    house, other = str(shop.pk), str(stall.pk)
    assert sellers() == {house, other}
    assert sellers(used=False) == {house}
    assert sellers(area="home") == {house} and sellers(area="home", country="BE") == {other}
    assert sellers(area="union", country="US") == {house}, "the stall does not send to the world"
    assert sellers(avoided=frozenset([shop.pk])) == {other}
    Shop.objects.filter(pk=stall.pk).update(away_until="2999-01-01")
    assert sellers() == {house}


def test_the_version_of_offers_changes_with_anything_about_them(creation, shop):
    def version() -> str:
        return version_of(market_for(wanted_of(creation.current), Choosing(country="FR")))

    first = version()
    assert version() == first
    for change in ({"unit_price": 999}, {"reserved": 1}, {"sale_percent": 5}, {"grams": 3}):
        StockLot.objects.filter(**RED).update(**change)
        assert version() != first, change
        first = version()


def test_a_plan_costs_the_same_number_of_queries_for_few_and_many(creation, shop, stall, django_assert_num_queries):
    revision = creation.current
    quote(revision)
    with django_assert_num_queries(9):
        quote(revision, parcels=None)
    StockLot.objects.bulk_create(
        StockLot(shop=stall, part="3001", colour=colour, quantity=50, unit_price=900 + k)
        for k in range(20)
        for colour in (1, 4, 14)
    )
    with django_assert_num_queries(9):
        quote(revision, parcels=None)


def test_the_price_is_broken_down_delivered_to_a_country(client, creation, shop):
    ShippingBand.objects.filter(method__shop=shop, zone="union").update(price=900)
    ShippingBand.objects.filter(method__shop=shop, zone="world").delete()
    at_home = client.get("/@ada/tower/price/", headers={"Accept-Language": "fr-FR,fr"}).content.decode()
    assert "5,20" in at_home, "three bricks at 10 cents, 4.90 to send them"
    alone = {"Accept-Language": "en", "HX-Request": "true"}
    abroad = " ".join(client.get("/@ada/tower/price/?country=BE", headers=alone).content.decode().split())
    for words in ("€9.30 delivered to Belgium", "3 parts", "€0.30", "House", "Shipping €9.00"):
        assert words in abroad, words
    assert "<html" not in abroad
    never = " ".join(client.get("/@ada/tower/price/?country=US", headers=alone).content.decode().split())
    assert "No shop sends these parts to United States of America." in never
    assert "Broken down" in client.get("/@ada/tower/", headers=alone).content.decode()
