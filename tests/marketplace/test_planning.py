"""Plans: the most wanted pieces, then the least cost, proven; and what `prosum plan` says."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from marketplace.planning.planning import plan
from prosum import cli

from .small_markets import best, small_market

LOT = {"id": "a1", "part": "3001", "colour": 4, "condition": "N", "quantity": 10, "price": 350, "grams": 2.3}
SHOP = {"id": "a", "country": "FR", "shipping": [{"max_grams": 500, "price": 450}], "lots": [LOT]}


@pytest.mark.parametrize("parcels", [None, 1, 2])
def test_no_plan_of_a_small_market_is_better_by_any_rule(parcels):
    for seed in range(100):
        market = small_market(random.Random(seed))
        outcome = plan(market, parcels=parcels)
        found = outcome.plan.pieces, outcome.plan.cents
        assert found == best(market, parcels), f"seed {seed}"
        assert outcome.bound == outcome.plan.cents and outcome.gap == 0, f"seed {seed}"


def planned(folder: Path, capsys, basket: str, offers: object, *options: str) -> tuple[int, str, str]:
    (folder / "basket.csv").write_text(basket)
    (folder / "offers.json").write_text(offers if isinstance(offers, str) else json.dumps(offers))
    with pytest.raises(SystemExit) as exit_:
        cli.main(["plan", str(folder / "basket.csv"), str(folder / "offers.json"), *options])
    told = capsys.readouterr()
    return exit_.value.code, told.out, told.err


def test_the_command_prints_parcels_and_what_is_missing(tmp_path, capsys):
    basket = "part,colour,quantity\n3001,4,6\n3001,4,6\n3003,0,0\n"
    status, out, _err = planned(tmp_path, capsys, basket, {"shops": [SHOP]}, "--json")
    told = json.loads(out)
    assert status == 0
    assert (told["pieces"], told["cost"], told["bound"], told["gap"]) == (10, 485, 485, 0)
    assert told["missing"] == [{"part": "3001", "colour": 4, "quantity": 2}]
    assert told["parcels"] == [
        {
            "shop": "a",
            "parts": 35,
            "shipping": 450,
            "fees": 0,
            "grams": 23,
            "lots": [{"id": "a1", "quantity": 10, "price": 350, "cost": 35}],
        }
    ]
