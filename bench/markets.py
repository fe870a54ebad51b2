"""Seeded markets for the planner: many lots, many shops, log-normal prices, every rule somewhere."""

from __future__ import annotations

import random
from typing import Any


def market(lots: int, shops: int, seed: int, *, rules: bool = True) -> tuple[str, dict[str, Any]]:
    """A basket as CSV and offers as `prosum plan` reads them. Each shop stocks 5 to 40 % of the lots.

    `rules`: also minimums, free shipping, lot fees, multiples and tiers; else every shop only has shipping bands.
    """
    chance = random.Random(seed)
    wanted = [
        (f"{3000 + number}", number % 16, chance.choice((1, 2, 2, 4, 4, 6, 8, 10, 12, 20))) for number in range(lots)
    ]
    usual = [chance.lognormvariate(6.8, 0.8) for _ in wanted]
    grams = [round(chance.lognormvariate(0.3, 0.6), 2) for _ in wanted]
    basket = "part,colour,quantity\n" + "".join(f"{part},{colour},{count}\n" for part, colour, count in wanted)
    return basket, {"shops": [_shop(f"shop{n}", chance, wanted, usual, grams, rules) for n in range(shops)]}


def _shop(
    name: str,
    chance: random.Random,
    wanted: list[tuple[str, int, int]],
    usual: list[float],
    grams: list[float],
    rules: bool,
) -> dict[str, Any]:
    stocked = sorted(chance.sample(range(len(wanted)), max(1, round(len(wanted) * chance.uniform(0.05, 0.4)))))
    level = chance.lognormvariate(0, 0.2)
    base = chance.randrange(290, 900, 10)
    return {
        "id": name,
        "country": chance.choice(("FR", "DE", "NL", "PL")),
        "minimum": chance.choice((0, 0, 500, 1000)) if rules else 0,
        "free_from": chance.choice((None, None, None, 5000, 10000)) if rules else None,
        "lot_fee": {"free": chance.choice((20, 50)), "each": chance.choice((0, 0, 10, 25))} if rules else None,
        "shipping": [
            {"max_grams": 100, "price": base},
            {"max_grams": 500, "price": base + 200},
            {"max_grams": 2000, "price": base + 500},
        ],
        "lots": [_lot(f"{name}-{lot}", chance, wanted[lot], usual[lot] * level, grams[lot], rules) for lot in stocked],
    }


def _lot(
    name: str, chance: random.Random, wanted: tuple[str, int, int], usual: float, grams: float, rules: bool
) -> dict[str, Any]:
    price = max(1, round(usual * chance.lognormvariate(0, 0.5)))
    bulk = chance.choice((1, 1, 1, 1, 2, 4)) if rules else 1
    tiers = [[chance.choice((5, 10, 25)), max(1, price * 9 // 10)]] if rules and chance.random() < 0.2 else []
    return {
        "id": name,
        "part": wanted[0],
        "colour": wanted[1],
        "condition": chance.choice(("N", "U")),
        "quantity": chance.choice((1, 3, 5, 10, 25, 50, 100, 500)),
        "price": price,
        "bulk": bulk,
        "tiers": tiers,
        "grams": grams,
    }
