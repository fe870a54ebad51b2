"""What a creation's parts cost in the shops now: the best whole plan for them, delivered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import F

from creations.ldraw.numbers import today
from creations.licences import royalty_due
from creations.models import Revision

from .models import Shop, StockLot
from .models.shop import selling
from .offers import Choosing, any_of, market_for, plan_market, site_country, version_of
from .planning.market import Market, Wanted
from .planning.outcome import Plan

#: Seconds that a page waits for a plan; it is found long before, but for the largest models.
PATIENCE = 1.0


@dataclass(slots=True)
class QuoteLine:
    """So many pieces of a stock lot; of what nobody has `stock` is None. `unit_price` is in ten-thousandths."""

    part: str
    colour: int
    quantity: int
    stock: StockLot | None = None
    unit_price: int = 0
    price: int = 0


@dataclass(slots=True)
class QuoteParcel:
    """What one shop sends. Amounts are minor units."""

    shop: Shop
    lines: list[QuoteLine]
    shipping: int
    fees: int

    @property
    def parts_price(self) -> int:
        """Minor units, without shipping and fees."""
        return sum(line.price for line in self.lines)


@dataclass(slots=True)
class Quote:
    """A plan with prices, delivered to `country`. Of `missing` nobody has so many; `custom` parts no shop sells.

    `version` is that of the offers it was made from.
    """

    country: str
    parcels: list[QuoteParcel] = field(default_factory=list)
    missing: list[QuoteLine] = field(default_factory=list)
    custom: int = 0
    royalty: int = 0
    version: str = ""

    @property
    def lines(self) -> list[QuoteLine]:
        """Those of all parcels."""
        return [line for parcel in self.parcels for line in parcel.lines]

    @property
    def parts(self) -> int:
        """How many parts that is."""
        return sum(line.quantity for line in self.lines)

    @property
    def parts_price(self) -> int:
        """Minor units, without royalty, shipping and fees."""
        return sum(parcel.parts_price for parcel in self.parcels)

    @property
    def shipping(self) -> int:
        """Minor units, without fees."""
        return sum(parcel.shipping for parcel in self.parcels)

    @property
    def fees(self) -> int:
        """Minor units: what shops ask for many small lots."""
        return sum(parcel.fees for parcel in self.parcels)

    @property
    def total(self) -> int:
        """Minor units: what is paid for all of it."""
        return self.parts_price + self.royalty + self.shipping + self.fees

    @property
    def missing_pieces(self) -> int:
        """How many pieces nobody has."""
        return sum(line.quantity for line in self.missing)

    @property
    def is_complete(self) -> bool:
        """Whether every lot can be had, so that it can be ordered."""
        return bool(self.parcels) and not self.missing


def wanted_of(revision: Revision, times: int = 1) -> list[Wanted]:
    """The lots of a revision that shops sell."""
    lots = revision.lots.filter(custom=False).values_list("part", "colour", "quantity")
    return [Wanted(part, colour, times * quantity) for part, colour, quantity in lots]


def quote(revision: Revision, *, country: str = "", parcels: int | None = None) -> Quote:
    """The best plan for a revision's parts, delivered to a country; without one to that of the site.

    `parcels` is how many shops may send some at most, None for any. Ten queries at most, whatever the size.
    """
    choosing = Choosing(country=country or site_country())
    market = market_for(wanted_of(revision), choosing)
    made = quote_of(market, plan_market(market, PATIENCE, parcels).plan) if market.wanted else Quote(choosing.country)
    made.custom = sum(lot.quantity for lot in revision.lots.all() if lot.custom)
    made.royalty = royalty_due(revision.creation, made.parts_price)
    return made


def quote_of(market: Market, plan: Plan) -> Quote:
    """A plan with the shops and lots it names; two queries."""
    shops = Shop.objects.in_bulk({int(parcel.shop.id) for parcel in plan.parcels})
    lots = StockLot.objects.in_bulk({int(line.offer.id) for parcel in plan.parcels for line in parcel.lines})
    made = Quote(market.country, version=version_of(market))
    for parcel in plan.parcels:
        lines = []
        for line in parcel.lines:
            wanted = market.wanted[line.offer.lot]
            stock = lots.get(int(line.offer.id))
            lines.append(QuoteLine(wanted.part, wanted.colour, line.quantity, stock, line.price, line.cents))
        if (shop := shops.get(int(parcel.shop.id))) is not None:
            made.parcels.append(QuoteParcel(shop, lines, parcel.shipping, parcel.fees))
    made.missing = [QuoteLine(lot.part, lot.colour, lot.quantity) for lot in plan.missing]
    return made


def lot_prices(wanted: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """What the shops have of each lot, by the numbers asked for: the least unit price in ten-thousandths, and how many.

    One query, whatever is asked.
    """
    sold = {(part, colour): (today(part), colour) for part, colour in wanted}
    offered = StockLot.objects.filter(
        any_of(set(sold.values())), shop__in=Shop.objects.filter(selling()), quantity__gt=F("reserved"), stockroom=False
    )
    stock: dict[tuple[str, int], list[int]] = {}
    for lot in offered:
        kept = stock.setdefault((lot.part, lot.colour), [lot.price_of_one(), 0])
        kept[0], kept[1] = min(kept[0], lot.price_of_one()), kept[1] + lot.available
    found = {f"{part}:{colour}": stock[lot] for (part, colour), lot in sold.items() if lot in stock}
    return {"currency": settings.PROSUM_CURRENCY, "prices": found}
