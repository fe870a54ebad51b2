"""What the shops offer of what is wanted, as the planner reads it; from the database in four queries."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL

from creations.catalog.models import Part

from .countries import UNION, zone_of
from .models import Condition, ShippingBand, Shop, StockLot, Zone
from .models.shop import selling
from .models.stock import on_sale
from .planning.market import Band, Market, Offer, Wanted
from .planning.market import Shop as Seller
from .taxing import vat_for
from .vat import NotHandled

if TYPE_CHECKING:
    from .planning.outcome import Outcome

#: Millionths of a gram.
GRAM = 1_000_000
#: A part's weight by its bounding box, in millionths of a gram for each cubic LDU: a brick of 2 x 4 weighs 2.3 g.
_BY_VOLUME = 26
#: Of a part whose size is not known; and the heaviest that a guess may be.
_UNKNOWN, _HEAVIEST = GRAM, 400 * GRAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """Where a basket is sent, and from which shops. `country`: two letters; `avoided`: numbers of shops.

    `only`: no others than these; None for all. `area`: "" for everywhere, "union" for the European Union, "home" for the buyer's own country.
    """

    country: str
    used: bool = True
    area: str = ""
    avoided: frozenset[int] = frozenset()
    only: frozenset[int] | None = None


def site_country() -> str:
    """Where prices are for as long as nobody says where they are: the country of the house shop."""
    return Shop.objects.filter(is_house=True).values_list("country", flat=True).first() or settings.PROSUM_COUNTRY


def market_for(wanted: Iterable[Wanted], choosing: Choosing) -> Market:
    """The shops that may send to the country, with their offers of what is wanted."""
    lots = tuple(sorted(wanted, key=lambda lot: (lot.part, lot.colour)))
    shops = {shop.pk: shop for shop in Shop.objects.filter(selling()).order_by("pk") if _chosen(shop, choosing)}
    zones = {pk: zone_of(choosing.country, shop.country) for pk, shop in shops.items()}
    bands, free_from = _shipping(zones)
    offers = _offers(lots, shops.keys() & bands.keys(), choosing.used)
    sellers = [
        Seller(
            id=str(pk),
            country=shop.country,
            minimum=shop.minimum,
            free_from=free_from[pk],
            free_lots=shop.lot_fee_free,
            lot_fee=shop.lot_fee,
            bands=bands[pk],
            days=shop.handling_days,
            offers=tuple(offers[pk]),
        )
        for pk, shop in shops.items()
        if offers.get(pk)
    ]
    return Market(lots, tuple(sellers), choosing.country)


def version_of(market: Market) -> str:
    """A word that changes when anything about the offers or what is wanted does."""
    return hashlib.sha256(repr(market).encode()).hexdigest()[:32]


def plan_market(market: Market, seconds: float, parcels: int | None = None) -> Outcome:
    """The best plan found in so many seconds. The solver is loaded by whoever plans first, not by every page."""
    from .planning.planning import plan

    return plan(market, seconds, parcels)


def _chosen(shop: Shop, choosing: Choosing) -> bool:
    if choosing.only is not None and shop.pk not in choosing.only:
        return False
    if shop.pk in choosing.avoided or isinstance(vat_for(shop, choosing.country), NotHandled):
        return False
    if choosing.area == "home":
        return shop.country == choosing.country
    return choosing.area != "union" or shop.country in UNION


def _shipping(zones: Mapping[int, Zone]) -> tuple[dict[int, tuple[Band, ...]], dict[int, int | None]]:
    """Of each shop the cheapest way for each weight, and from which amount on it sends for nothing."""
    listed: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    free: dict[int, int | None] = dict.fromkeys(zones)
    for band in ShippingBand.objects.filter(method__shop__in=zones).select_related("method"):
        shop = band.method.shop_id
        if band.zone == zones[shop]:
            listed[shop][band.method_id].append((band.max_grams, band.price))
            amount = band.method.free_from
            if amount is not None:
                free[shop] = min(amount, amount if free[shop] is None else free[shop] or 0)
    return {shop: _cheapest(list(ways.values())) for shop, ways in listed.items()}, free


def _cheapest(ways: list[list[tuple[int, int]]]) -> tuple[Band, ...]:
    """The least price for each weight over several price lists."""
    lists = [sorted(way) for way in ways]
    found: list[Band] = []
    for grams in sorted({grams for way in lists for grams, _price in way}):
        prices = [next(price for most, price in way if most >= grams) for way in lists if way[-1][0] >= grams]
        found.append(Band(grams * GRAM, min(prices)))
    return tuple(found)


def _offers(lots: tuple[Wanted, ...], shops: Iterable[int], used: bool) -> dict[int, list[Offer]]:
    index = {(lot.part, lot.colour): place for place, lot in enumerate(lots)}
    rows = StockLot.objects.filter(
        any_of(index), shop__in=list(shops), stockroom=False, quantity__gt=F("reserved")
    ).order_by("pk")
    rows = rows if used else rows.filter(condition=Condition.NEW)
    weights = _weights({part for part, _colour in index})
    found: dict[int, list[Offer]] = defaultdict(list)
    for row in rows:
        can_be_had = row.available - row.available % row.bulk
        if can_be_had:
            weight = weights[row.part] if row.grams is None else int(row.grams * GRAM)
            tiers = tuple((start, on_sale(price, row.sale_percent)) for start, price in row.tiers)
            price = on_sale(row.unit_price, row.sale_percent)
            offer = Offer(str(row.pk), index[row.part, row.colour], can_be_had, price, row.bulk, tiers, weight)
            found[row.shop_id].append(offer)
    return found


def _weights(parts: set[str]) -> dict[str, int]:
    """Of one piece each, in millionths of a gram, by its volume."""
    found = dict.fromkeys(parts, _UNKNOWN)
    rows = Part.objects.filter(pk__in=parts).values_list("pk", "width", "height", "depth")
    for part, width, height, depth in rows:
        if width and height and depth:
            found[part] = max(GRAM // 50, min(_HEAVIEST, round(width * height * depth * _BY_VOLUME)))
    return found


def any_of(wanted: Iterable[tuple[str, int]]) -> RawSQL:
    """The condition that a lot is one of these pairs: not every such part in every such colour."""
    pairs = list(wanted)
    condition = "(part, colour) IN (SELECT * FROM unnest(%s::text[], %s::int[]))"
    values: list[Any] = [[part for part, _ in pairs], [colour for _, colour in pairs]]
    return RawSQL(condition, values, output_field=BooleanField())
