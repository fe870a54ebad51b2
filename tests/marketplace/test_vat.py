"""Whose value added tax is in a parcel's price, on which day; and what is not handled is said, not sold."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

import pytest

from marketplace import actions
from marketplace.actions.ordering import NotSoldThere, OutOfStock
from marketplace.countries import COUNTRIES, UNION
from marketplace.models import Shop, StockLot
from marketplace.plans import Plan, PlannedLot, PlannedParcel
from marketplace.taxing import vat_for
from marketplace.vat import RATES, NotHandled, Oss, Treatment, Vat, rate_on, vat_of

DAY = date(2026, 11, 26)


def test_a_rate_is_that_of_its_day():
    days = [date(2025, 6, 30), date(2025, 7, 1), date(2025, 8, 1)]
    assert [rate_on("EE", day) for day in days] == [220, 240, 240]
    assert [rate_on("RO", day) for day in days] == [190, 190, 210]
    assert (
        rate_on("DE", date(2020, 12, 31)) == 160
        and rate_on("US", DAY) is None
        and rate_on("FR", date(1990, 1, 1)) is None
    )
    assert all(rate_on(country, DAY) for country in UNION)
    assert all(list(rows) == sorted(rows) for rows in RATES.values()) and set(RATES) <= set(COUNTRIES)


@pytest.mark.parametrize(
    ("seller", "buyer", "oss", "expected"),
    [
        ("FR", "FR", Oss.DESTINATION, Vat(Treatment.TAXED, "FR", 200)),
        ("FR", "FI", Oss.DESTINATION, Vat(Treatment.TAXED, "FI", 255)),
        ("FR", "FI", Oss.ORIGIN, Vat(Treatment.TAXED, "FR", 200)),
        ("CH", "CH", Oss.ORIGIN, Vat(Treatment.TAXED, "CH", 81)),
        ("FR", "US", Oss.DESTINATION, Vat(Treatment.EXPORT)),
        ("GB", "NO", Oss.DESTINATION, Vat(Treatment.EXPORT)),
        ("GB", "FR", Oss.DESTINATION, NotHandled.IMPORT),
        ("US", "US", Oss.DESTINATION, NotHandled.NO_RATE),
    ],
)
def test_the_country_whose_tax_it_is(seller, buyer, oss, expected):
    assert vat_of(seller=seller, buyer=buyer, charges=True, day=DAY, oss=oss) == expected


def test_who_charges_none_sells_at_home_but_not_into_the_union_either():
    assert vat_of(seller="US", buyer="US", charges=False, day=DAY) == Vat(Treatment.NONE)
    assert vat_of(seller="GB", buyer="DE", charges=False, day=DAY) is NotHandled.IMPORT


def test_the_tax_is_within_the_price_rounded_half_up_once():
    assert [Vat(Treatment.TAXED, "FR", 200).of(gross) for gross in (0, 2, 3, 9, 120, 999)] == [0, 0, 1, 2, 20, 167]
    assert Vat(Treatment.TAXED, "FI", 255).of(1255) == 255 and Vat(Treatment.EXPORT).of(999) == 0


@pytest.mark.django_db
def test_what_is_not_handled_is_refused_in_words(client, creation, basile, shop, address, settings):
    Shop.objects.update(country="GB", name="Bricks of Bath")
    shop.refresh_from_db()
    lot = StockLot.objects.filter(shop=shop).first()
    plan = Plan([PlannedParcel(shop, [PlannedLot(lot.pk, 1)])])
    with pytest.raises(NotSoldThere, match="Bricks of Bath sends from outside the European Union"):
        actions.order_plan(buyer=basile, plan=plan, address=address, bought=[])
    with pytest.raises(OutOfStock):
        actions.place_order(buyer=basile, revision=creation.current, address=address)
    client.force_login(basile)
    place = f"{creation.get_absolute_url()}revisions/1/order/"
    page = client.post(place, asdict(address), headers={"Accept-Language": "fr"}).content.decode()
    assert "Bricks of Bath envoie depuis l’extérieur de l’Union européenne" in page
    at_home = replace(address, country="GB")
    assert actions.order_plan(buyer=basile, plan=plan, address=at_home, bought=[]).total == 10
    assert vat_for(shop, "GB").treatment is Treatment.NONE, "no VAT number"
    Shop.objects.update(is_business=True, vat_number="FR40303265045", country="FR")
    shop.refresh_from_db()
    for settings.PROSUM_VAT_OSS, country in (("destination", "DE"), ("origin", "FR")):
        found = vat_for(shop, "DE")
        assert isinstance(found, Vat) and found.country == country
