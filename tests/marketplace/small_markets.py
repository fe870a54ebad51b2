"""Small random markets with every rule of shops, and the best plan for each by trying all there are."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from marketplace.planning.market import Band, Market, Offer, Shop, Wanted

GRAM = 10**6


def small_market(chance: random.Random) -> Market:
    """One to three lots in one to three shops; each rule is somewhere, and amounts often lie at the edge of one."""
    wanted = tuple(Wanted(f"p{n}", n, chance.choice((1, 2, 3, 4, 5, 7))) for n in range(chance.randint(1, 3)))
    return Market(wanted, tuple(_shop(f"s{n}", chance, len(wanted)) for n in range(chance.randint(1, 3))))


def _shop(name: str, chance: random.Random, lots: int) -> Shop:
    bands: dict[int, int] = {}
    price = chance.randrange(0, 300, 10)
    for most in sorted(chance.sample((3, 5, 8, 10, 12, 20, 40, 10**6), chance.randint(1, 3))):
        bands[most * GRAM] = price
        price = max(0, price + chance.choice((0, 30, 50, 200, -40)))
    return Shop(
        id=name,
        country=chance.choice(("FR", "DE")),
        minimum=chance.choice((0, 0, 0, 20, 50, 100, 107)),
        free_from=chance.choice((None, None, 60, 100, 150)),
        free_lots=chance.choice((0, 1, 2)),
        lot_fee=chance.choice((0, 0, 5, 25)),
        bands=tuple(Band(most, cost) for most, cost in bands.items()),
        days=chance.choice((None, 1, 2, 3)),
        offers=tuple(_offer(f"{name}-{n}", chance, lots) for n in range(chance.randint(1, 3))),
    )


def _offer(name: str, chance: random.Random, lots: int) -> Offer:
    bulk = chance.choice((1, 1, 1, 2, 3, 4))
    price = chance.choice((0, 35, 50, 149, 150, 333, 1000, 2550, 4999))
    starts = sorted(chance.sample((2, 3, 5, 6, 8), chance.choice((0, 0, 1, 2))))
    tiers = tuple((start, max(0, price * chance.choice((5, 8, 9, 10, 11)) // 10)) for start in starts)
    quantity = chance.randint(1, 9) // bulk * bulk or bulk
    return Offer(
        name, chance.randrange(lots), quantity, price, bulk, tiers, chance.choice((0, GRAM, GRAM * 23 // 10, 4 * GRAM))
    )


def best(market: Market, parcels: int | None = None) -> tuple[int, int]:
    """The most wanted pieces that can be had, and the least cents for which, by trying every quantity of every offer."""
    need = tuple(lot.quantity for lot in market.wanted)
    reached: dict[tuple[int, tuple[int, ...]], int] = {(0, (0,) * len(need)): 0}
    for shop in market.shops:
        sent = list(_sent(shop, len(need)))
        now = dict(reached)
        for (used, held), cost in reached.items():
            if parcels is not None and used >= parcels:
                continue
            for got, price in sent:
                key = (
                    used + (parcels is not None),
                    tuple(min(n, h + g) for n, h, g in zip(need, held, got, strict=True)),
                )
                if cost + price < now.get(key, 1 << 60):
                    now[key] = cost + price
        reached = now
    pieces, cost = max((sum(held), -cost) for (_used, held), cost in reached.items())
    return pieces, -cost


def _sent(shop: Shop, lots: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """All parcels that the shop sends: pieces by lot, and what they cost. Written apart from what it is to check."""
    cheapest: dict[tuple[int, ...], int] = {}
    for quantities in itertools.product(*(range(0, offer.quantity + 1, offer.bulk) for offer in shop.offers)):
        if not any(quantities):
            continue
        held, parts, weight, lines = [0] * lots, 0, 0, 0
        for offer, quantity in zip(shop.offers, quantities, strict=True):
            if quantity:
                unit = ([offer.price] + [price for least, price in offer.tiers if least <= quantity])[-1]
                hundredths = unit * quantity
                parts += hundredths // 100 + (hundredths % 100 >= 50)
                weight += offer.weight * quantity
                held[offer.lot] += quantity
                lines += 1
        bands = [band.price for band in shop.bands if weight <= band.most]
        if not bands or parts < shop.minimum:
            continue
        free = shop.free_from is not None and parts >= shop.free_from
        cost = parts + (0 if free else bands[0]) + max(0, lines - shop.free_lots) * shop.lot_fee
        if cost < cheapest.get(tuple(held), 1 << 60):
            cheapest[tuple(held)] = cost
    yield from cheapest.items()
