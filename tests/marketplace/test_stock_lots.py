"""What the database lets a stock lot be, and what a piece of it costs."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from marketplace.models import Shop, StockLot
from marketplace.money import line_price, unit_price_in_words
from marketplace.pricing import lot_prices, quote

TIERS = {"tier1_from": 100, "tier1_price": 300, "tier2_from": 500, "tier2_price": 250}
REFUSED = {
    "more is promised than there is": {"reserved": 101},
    "a bulk of nothing": {"bulk": 0},
    "a sale below a tenth of the price": {"sale_percent": 91},
    "a condition nobody knows": {"condition": "X"},
    "pieces without weight": {"grams": 0},
    "a tier without its price": {"tier1_from": 10},
    "a tier that begins at once": {"tier1_from": 1, "tier1_price": 300},
    "a tier that is not cheaper": {"tier1_from": 10, "tier1_price": 350},
    "a second tier without a first": {"tier2_from": 500, "tier2_price": 250},
    "tiers out of order": {**TIERS, "tier2_from": 100},
    "a dearer second tier": {**TIERS, "tier2_price": 301},
    "a third tier without a second": {
        "tier1_from": 100, "tier1_price": 300, "tier3_from": 500, "tier3_price": 250
    },
}  # fmt: skip


@pytest.mark.django_db
def test_the_database_refuses_lots_that_make_no_sense(make_member):
    shop = Shop.objects.create(owner=make_member("soren"), name="S", slug="s")
    whole = {"shop": shop, "part": "3001", "colour": 4, "quantity": 100, "unit_price": 350}
    for wrong, fields in REFUSED.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            StockLot.objects.create(**{**whole, **fields})
            pytest.fail(wrong)
    StockLot.objects.create(**whole, **TIERS, external_id="17")
    StockLot.objects.create(**whole, condition="U"), StockLot.objects.create(**whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        StockLot.objects.create(**{**whole, "colour": 1}, external_id="17")


def test_a_piece_costs_by_tier_and_sale_and_a_line_is_rounded_once():
    lot = StockLot(quantity=900, unit_price=350, **TIERS, sale_percent=10)
    assert [lot.price_of_one(many) for many in (1, 99, 100, 499, 500)] == [315, 315, 270, 270, 225]
    assert StockLot(quantity=1, unit_price=5, sale_percent=10).price_of_one() == 5, "4.5, half up"
    assert [line_price(many, 350) for many in (1, 3, 10)] == [4, 11, 35], "3.5 and 10.5 cents, half up"
    assert unit_price_in_words(350, "EUR") == "€0.035" and unit_price_in_words(12000, "EUR") == "€1.20"


@pytest.mark.django_db
def test_of_two_lots_of_a_part_the_cheapest_that_sells_so_many_is_taken(creation, shop):
    red = {"shop": shop, "part": "3001", "colour": 4, "quantity": 100}
    pairs = StockLot.objects.create(**red, unit_price=100, bulk=2)
    StockLot.objects.create(**red, unit_price=200, stockroom=True)
    cheap = StockLot.objects.create(**red, unit_price=900, condition="U")
    made = quote(creation.current)
    assert [(line.quantity, line.unit_price) for line in made.lines if line.colour == 4] == [(2, 100)], "two for less"
    StockLot.objects.filter(pk=pairs.pk).update(bulk=20)
    made = quote(creation.current)
    assert [line.unit_price for line in made.lines if line.colour == 4] == [900] and made.is_complete
    assert lot_prices({("3001", 4)})["prices"] == {"3001:4": [100, 300]}
    StockLot.objects.filter(pk=cheap.pk).update(quantity=0)
    assert quote(creation.current).parts_price == 30
