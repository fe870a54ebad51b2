"""Plans: the most wanted pieces, then the least cost, proven; and what `prosum plan` says."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bench.markets import market as large_market
from marketplace.planning import planning, tree
from marketplace.planning.dual import Dual, State
from marketplace.planning.planning import Ground, plan
from marketplace.planning.pricing import Priced, Pricing
from marketplace.planning.reading import read_basket, read_offers
from prosum import cli

from .small_markets import best, small_market

BASKET = "part,colour,quantity\n3001,4,10\n"


def lot(**changed: Any) -> dict[str, Any]:
    return {
        "id": "a1",
        "part": "3001",
        "colour": 4,
        "condition": "N",
        "quantity": 10,
        "price": 350,
        "grams": 2.3,
    } | changed


def shop(*lots: dict[str, Any], **changed: Any) -> dict[str, Any]:
    given = {"id": "a", "country": "FR", "shipping": [{"max_grams": 500, "price": 450}], "lots": list(lots) or [lot()]}
    return given | changed


def found(*shops: dict[str, Any], basket: str = BASKET, parcels: int | None = None) -> tuple[int, int]:
    """Pieces and cents of the plan, which must be proven."""
    market = read_offers(json.dumps({"shops": list(shops)}).encode(), read_basket(basket.encode()))
    outcome = plan(market, parcels=parcels)
    assert outcome.bound == outcome.plan.cents
    return outcome.plan.pieces, outcome.plan.cents


@pytest.mark.parametrize("parcels", [None, 1, 2])
def test_no_plan_of_a_small_market_is_better_by_any_rule(parcels):
    for seed in [*range(70), 1025, 1986, 2554]:  # the last ones were wrong once
        market = small_market(random.Random(seed))
        outcome = plan(market, parcels=parcels)
        assert (outcome.plan.pieces, outcome.plan.cents) == best(market, parcels), f"seed {seed}"
        assert outcome.bound == outcome.plan.cents and outcome.gap == 0, f"seed {seed}"


@pytest.mark.parametrize("parcels", [None, 2])
def test_nor_is_one_where_the_ways_of_parcels_are_decided_one_by_one(parcels, monkeypatch):
    """What large markets need: no market is small enough for the solver, nor any part of one until all is decided."""
    monkeypatch.setattr(planning, "SMALL", 0)
    monkeypatch.setattr(tree, "FEW", 0)
    for seed in range(100, 130):
        market = small_market(random.Random(seed))
        outcome = plan(market, parcels=parcels)
        assert (outcome.plan.pieces, outcome.plan.cents) == best(market, parcels), f"seed {seed}"
        assert outcome.bound == outcome.plan.cents, f"seed {seed}"


@pytest.mark.parametrize(
    ("given", "pieces", "cents"),
    [
        (shop(), 10, 35 + 450),
        (shop(lot(price=349)), 10, 35 + 450),  # 34.9 cents
        (shop(lot(price=345)), 10, 35 + 450),  # 34.5 cents: half up
        (shop(lot(price=344)), 10, 34 + 450),
        (shop(lot(bulk=4, quantity=13)), 10, 42 + 450),  # twelve, the third multiple of four
        (shop(lot(bulk=4, quantity=11)), 8, 28 + 450),
        (shop(lot(quantity=100, tiers=[[12, 100]])), 10, 12 + 450),  # two more than wanted are cheaper
        (shop(lot(quantity=100), minimum=100), 10, 102 + 450),  # 29 pieces, the fewest that reach the minimum
        (shop(minimum=36), 0, 0),
        (shop(lot(quantity=10**4), free_from=500), 10, 35 + 450),
        (shop(lot(quantity=10**4), free_from=400), 10, 403),  # 115 pieces, sent for nothing
        (shop(shipping=[{"max_grams": 22.9, "price": 100}, {"max_grams": 23, "price": 200}]), 10, 35 + 200),
        (shop(shipping=[{"max_grams": 22.9, "price": 100}]), 9, 32 + 100),
        (shop(shipping=[]), 0, 0),
        (shop(shipping=None), 10, 35),
        (shop(lot(quantity=5), lot(id="a2", quantity=5, condition="U", price=100)), 10, 18 + 5 + 450),
        (shop(lot(quantity=5), lot(id="a2", quantity=5), lot_fee={"free": 1, "each": 25}), 10, 36 + 450 + 25),
        (shop(lot(quantity=10**9, price=10**9)), 10, 10**8 + 450),
        (shop(lot(price=0)), 10, 450),
    ],
)
def test_each_rule_of_a_shop_counts(given, pieces, cents):
    assert found(given) == (pieces, cents)


def test_shipping_never_keeps_a_piece_from_being_bought():
    dear = shop(lot(id="b1", quantity=1), id="b", shipping=[{"max_grams": 500, "price": 10**6}])
    assert found(shop(lot(quantity=9)), dear) == (10, 32 + 450 + 4 + 10**6)
    assert found(shop(lot(quantity=9)), dear, parcels=1) == (9, 32 + 450)


def test_a_large_market_keeps_to_its_time_and_never_gets_worse():
    basket, offers = large_market(150, 60, seed=3)
    market = read_offers(json.dumps(offers).encode(), read_basket(basket.encode()))
    heard = []
    began = time.monotonic()
    outcome = plan(market, 0.4, told=heard.append)
    assert time.monotonic() - began < 1.4
    assert all(later.better_than(earlier) for earlier, later in pairwise(heard))
    assert outcome.plan is heard[-1] and 0 < outcome.bound <= outcome.plan.cents
    assert outcome.plan.pieces == market.pieces


def planned(folder: Path, capsys, basket: str, offers: object, *options: str) -> tuple[int, str, str]:
    (folder / "basket.csv").write_text(basket)
    (folder / "offers.json").write_text(offers if isinstance(offers, str) else json.dumps(offers))
    with pytest.raises(SystemExit) as exit_:
        cli.main(["plan", str(folder / "basket.csv"), str(folder / "offers.json"), *options])
    told = capsys.readouterr()
    return exit_.value.code, told.out, told.err


def test_the_command_prints_parcels_and_what_is_missing(tmp_path, capsys):
    basket = "part,colour,quantity\n3001,4,6\n3001,4,6\n3003,0,0\n"
    status, out, err = planned(tmp_path, capsys, basket, {"shops": [shop()]}, "--json")
    told = json.loads(out)
    assert (status, err) == (0, "")
    assert (told["pieces"], told["cost"], told["bound"], told["gap"]) == (10, 485, 485, 0)
    assert told["missing"] == [{"part": "3001", "colour": 4, "quantity": 2}]
    lots = [{"id": "a1", "quantity": 10, "price": 350, "cost": 35}]
    parcel = {"shop": "a", "parts": 35, "shipping": 450, "fees": 0, "grams": 23, "lots": lots}
    assert told["parcels"] == [parcel]
    assert "10 of 12 pieces for 4.85 in 1 parcel" in planned(tmp_path, capsys, basket, {"shops": [shop()]})[1]


def test_used_parts_few_parcels_and_fast_ones_can_be_asked_for(tmp_path, capsys):
    fast = shop(lot(id="b1", price=900, quantity=10), id="b", handling_days=1, days=1)
    slow = [shop(lot(quantity=5, condition="U"), id=name, handling_days=9, shipping=[]) for name in ("a", "c")]
    for one in slow:
        one["shipping"] = [{"max_grams": 500, "price": 5}]
    offers = {"shops": [*slow, fast]}
    told = json.loads(planned(tmp_path, capsys, BASKET, offers, "--json")[1])
    assert [parcel["shop"] for parcel in told["parcels"]] == ["a", "c"]
    others = {other["name"]: other for other in told["alternatives"]}
    assert list(others) == ["at most 1 parcel", "at most 2 parcels", "at most 3 parcels", "fastest"]
    assert [parcel["shop"] for parcel in others["at most 1 parcel"]["parcels"]] == ["b"]
    assert others["at most 2 parcels"]["cost"] == told["cost"]
    assert others["fastest"]["days"] == 2 and others["fastest"]["cost"] == 540
    for option in (["--condition", "new"], ["--max-parcels", "1"]):
        told = json.loads(planned(tmp_path, capsys, BASKET, offers, "--json", *option)[1])
        assert [parcel["shop"] for parcel in told["parcels"]] == ["b"]


@pytest.mark.parametrize(
    ("basket", "offers", "told"),
    [
        ("", {"shops": []}, "basket.csv, line 1"),
        (
            "part,quantity\n3001,1\n",
            {"shops": []},
            "line 1: the header must name part,colour,quantity; colour is missing",
        ),
        ("part,colour,quantity\n3001,4,1\n\n3001,4,-1\n", {"shops": []}, "line 4: the quantity must be a whole number"),
        (BASKET, "{", "offers.json, line 1, column 2: this is no JSON"),
        (BASKET, "[" * 100_000, "offers.json: it is nested too deeply"),
        (BASKET, '{"shops": [NaN]}', "offers.json: NaN is no number"),
        (BASKET, '{"shops": [' + "9" * 5000 + "]}", "is no number that can be counted with"),
        (BASKET, [], "offers.json: the file: an object is needed, not a list"),
        (BASKET, {}, "offers.json: shops: a list is needed, not nothing"),
        (BASKET, {"shops": [{}]}, "shops[0].id: a name is needed, not nothing"),
        (BASKET, {"shops": [shop(), shop()]}, "shops[1].id: there are two shops 'a'"),
        (BASKET, {"shops": [shop(lot(), lot())]}, "shops[0].lots[1].id: there are two lots 'a1'"),
        (BASKET, {"shops": [shop(lot(price=-1))]}, "shops[0].lots[0].price: a whole number from 0 to 1000000000"),
        (BASKET, {"shops": [shop(lot(price=3.5))]}, "shops[0].lots[0].price: a whole number"),
        (BASKET, {"shops": [shop(lot(quantity=True))]}, "shops[0].lots[0].quantity: a whole number"),
        (BASKET, {"shops": [shop(lot(bulk=0))]}, "shops[0].lots[0].bulk: a whole number from 1"),
        (BASKET, {"shops": [shop(lot(condition="X"))]}, 'shops[0].lots[0].condition: "N" or "U" is needed, not "X"'),
        (BASKET, {"shops": [shop(lot(tiers=[[5]]))]}, "shops[0].lots[0].tiers[0]: [quantity, price] is needed"),
        (BASKET, {"shops": [shop(lot(grams="x"))]}, "shops[0].lots[0].grams: a number of grams"),
        (
            BASKET,
            {"shops": [shop(minimum="5")]},
            'shops[0].minimum: a whole number from 0 to 1000000000 is needed, not "5"',
        ),
        (BASKET, {"shops": [shop(shipping=[{"price": 5}, {"price": 6}])]}, "shops[0].shipping[1].max_grams: two bands"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path, capsys, basket, offers, told):
    status, out, err = planned(tmp_path, capsys, basket, offers)
    assert (status, out) == (2, "") and told in err and err.count("\n") == 1


@pytest.mark.parametrize("option", [["--time", "0"], ["--time", "nan"], ["--max-parcels", "0"], ["--condition", "old"]])
def test_options_without_sense_are_refused(tmp_path, capsys, option):
    assert planned(tmp_path, capsys, BASKET, {"shops": []}, *option)[0] == 2


@pytest.mark.parametrize("most", [3, 300, 10**6])
def test_the_bound_holds_for_any_quantities_however_many(most):
    """Where not every quantity can be listed, the bound is still below every plan, those limited by weight too."""
    for seed in range(4):
        basket, offers = large_market(12, 6, seed=seed)
        chance = random.Random(seed)
        for lots in (one["lots"] for one in offers["shops"]):
            for one in lots:
                one["quantity"] = chance.randint(1, most) * one["bulk"]
        wanted = tuple(replace(lot, quantity=chance.randint(1, most)) for lot in read_basket(basket.encode()))
        ground = Ground(read_offers(json.dumps(offers).encode(), wanted))
        outcome = plan(ground.market, 0.2)
        goal = ground.goal().reached_by(outcome.plan.pieces)
        dual, state = Dual(ground.tables, goal), State.of(ground.tables, goal)
        raised = dual.raised(dual.start(), state, 1.1 * outcome.plan.cents, 60, time.monotonic() + 5)
        priced = Priced(Pricing(ground.tables, goal, ground.choices), raised.multipliers, state)
        assert 0 < priced.bound <= outcome.plan.cents, f"seed {seed}"
