"""What a creation's parts cost in the shops now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Exists, F, OuterRef
from django.db.models.expressions import RawSQL

from creations.ldraw.numbers import today
from creations.licences import royalty_due
from creations.models import Creation, Revision

from .models import Shop, StockLot
from .models.shop import selling
from .money import line_price


@dataclass(slots=True)
class QuoteLine:
    """A lot wanted, and the stock it comes from."""

    part: str
    colour: int
    quantity: int
    stock: StockLot | None

    @property
    def unit_price(self) -> int:
        """Ten-thousandths, for one piece when so many are bought; 0 when nobody has it."""
        return self.stock.price_of_one(self.quantity) if self.stock else 0

    @property
    def price(self) -> int:
        """Minor units, for all of the lot."""
        return line_price(self.quantity, self.unit_price)

    @property
    def is_available(self) -> bool:
        """Whether the shop sells that many of it."""
        return self.stock is not None and _sells(self.stock, self.quantity)


@dataclass(slots=True)
class Quote:
    """What an order would cost today. `missing` lots cannot be had; `custom` ones no shop sells."""

    shop: Shop | None
    lines: list[QuoteLine] = field(default_factory=list)
    missing: list[QuoteLine] = field(default_factory=list)
    custom: int = 0
    royalty: int = 0
    shipping: int = 0

    @property
    def parts(self) -> int:
        """How many parts that is."""
        return sum(line.quantity for line in self.lines)

    @property
    def parts_price(self) -> int:
        """Minor units, without royalty and shipping."""
        return sum(line.price for line in self.lines)

    @property
    def total(self) -> int:
        """Minor units, with royalty and shipping."""
        return self.parts_price + self.royalty + self.shipping

    @property
    def is_complete(self) -> bool:
        """Whether every lot can be had, so that it can be ordered."""
        return bool(self.lines) and not self.missing


def quote(revision: Revision) -> Quote:
    """The price of a revision's parts in the house shop. Three queries, whatever the size."""
    shop = Shop.objects.filter(is_house=True).first()
    made = Quote(shop)
    lots = list(revision.lots.all())
    made.custom = sum(lot.quantity for lot in lots if lot.custom)
    if shop is None:
        return made
    # Only the wanted pairs: a shop has each part in dozens of colours, and making objects of them all took most of a page's time.
    wanted = revision.lots.filter(part=OuterRef("part"), colour=OuterRef("colour"))
    offered = StockLot.objects.filter(Exists(wanted), shop=shop, part__in={lot.part for lot in lots}, stockroom=False)
    stock: dict[tuple[str, int], list[StockLot]] = {}
    for offer in offered.order_by("pk"):
        stock.setdefault((offer.part, offer.colour), []).append(offer)
    for lot in sorted(lots, key=lambda lot: (lot.part, lot.colour)):
        if lot.custom:
            continue
        line = QuoteLine(
            lot.part, lot.colour, lot.quantity, _cheapest(stock.get((lot.part, lot.colour), []), lot.quantity)
        )
        (made.lines if line.is_available else made.missing).append(line)
    made.royalty = royalty_due(revision.creation, made.parts_price)
    made.shipping = shop.shipping_for(made.parts)
    return made


def _sells(lot: StockLot, quantity: int) -> bool:
    return lot.available >= quantity and quantity % lot.bulk == 0


def _cheapest(offers: list[StockLot], quantity: int) -> StockLot | None:
    """The cheapest lot that sells so many, else the one that comes nearest to it."""
    return min(
        offers,
        key=lambda lot: (not _sells(lot, quantity), lot.price_of_one(quantity), lot.pk),
        default=None,
    )


def _any_of(wanted: set[tuple[str, int]]) -> RawSQL:
    """The condition that a lot is one of these pairs: not every such part in every such colour."""
    pairs = "(part, colour) IN (SELECT * FROM unnest(%s::text[], %s::int[]))"
    return RawSQL(pairs, [[part for part, _ in wanted], [colour for _, colour in wanted]], output_field=BooleanField())


def lot_prices(wanted: set[tuple[str, int]]) -> dict[str, Any]:
    """What the shops have of each lot, by the numbers asked for: the least unit price in ten-thousandths, and how many.

    One query, whatever is asked.
    """
    sold = {(part, colour): (today(part), colour) for part, colour in wanted}
    offered = StockLot.objects.filter(
        _any_of(set(sold.values())),
        shop__in=Shop.objects.filter(selling()),
        quantity__gt=F("reserved"),
        stockroom=False,
    )
    stock: dict[tuple[str, int], list[int]] = {}
    for lot in offered:
        kept = stock.setdefault((lot.part, lot.colour), [lot.price_of_one(), 0])
        kept[0], kept[1] = min(kept[0], lot.price_of_one()), kept[1] + lot.available
    found = {f"{part}:{colour}": stock[lot] for (part, colour), lot in sold.items() if lot in stock}
    return {"currency": settings.PROSUM_CURRENCY, "prices": found}


def refresh_price(creation: Creation) -> int | None:
    """Note on the creation what its parts cost now, for the gallery; null while a lot is missing."""
    price = None
    if creation.current is not None:
        made = quote(creation.current)
        price = made.parts_price if made.is_complete else None
    Creation.objects.filter(pk=creation.pk).update(price=price)
    creation.price = price
    return price
