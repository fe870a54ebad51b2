"""What lines and parcels cost, exactly: the one place that says what a rule means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .market import Offer, Shop


def line_cents(quantity: int, unit_price: int) -> int:
    """Cents of so many pieces at a price in ten-thousandths of the currency unit each, rounded half up once."""
    return (quantity * unit_price + 50) // 100


def unit_price(offer: Offer, quantity: int) -> int:
    """The price of every piece where so many are bought: that of the highest tier reached."""
    price = offer.price
    for least, lower in offer.tiers:
        if quantity >= least:
            price = lower
    return price


@dataclass(frozen=True, slots=True)
class Line:
    """Some pieces of one offer. `cents`: of all of them together."""

    offer: Offer
    quantity: int
    price: int
    cents: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one shop sends. All amounts in cents, the weight in millionths of a gram."""

    shop: Shop
    lines: tuple[Line, ...]
    parts: int
    shipping: int
    fees: int
    weight: int

    @property
    def cents(self) -> int:
        """What the parcel costs."""
        return self.parts + self.shipping + self.fees


def priced(shop: Shop, quantities: Mapping[int, int]) -> Parcel | None:
    """The parcel of so many pieces of the shop's offers (by their index), or None where the shop does not send it.

    It does not below its minimum, above its heaviest band, beyond its stock, or in other than multiples.
    """
    lines = []
    parts = weight = 0
    for index, quantity in sorted(quantities.items()):
        offer = shop.offers[index]
        if quantity <= 0 or quantity > offer.quantity or quantity % offer.bulk:
            return None
        price = unit_price(offer, quantity)
        line = Line(offer, quantity, price, line_cents(quantity, price))
        lines.append(line)
        parts += line.cents
        weight += quantity * offer.weight
    if not lines or parts < shop.minimum:
        return None
    shipping = next((band.price for band in shop.bands if weight <= band.most), None)
    if shipping is None:
        return None
    if shop.free_from is not None and parts >= shop.free_from:
        shipping = 0
    fees = shop.lot_fee * max(0, len(lines) - shop.free_lots)
    return Parcel(shop, tuple(lines), parts, shipping, fees, weight)
