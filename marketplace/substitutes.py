"""Substitutes for what a basket wants: which would help, and the plan's lines that stand in for others.

A piece may come as an equal mould (`creations.ldraw.moulds`), or in any colour where nobody sees it or its designer minds
none (`creations.queries.loose_pieces`). The buyer decides; nothing is replaced by itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F

from creations.ldraw.moulds import moulds
from creations.queries import loose_pieces

from .models import Basket, BasketSubstitute, Shop, StockLot
from .models.shop import selling
from .offers import Choosing, market_for
from .planning.amounts import line_cents, unit_price
from .planning.market import Market, Wanted
from .planning.market import Shop as Seller
from .planning.outcome import Plan

Lot = tuple[str, int]
#: What stands in for what: lots, each with those it replaces and how many pieces of each.
Stands = dict[Lot, list[tuple[str, int, int]]]

#: Something that can be had is replaced only where that costs half of it or less, and saves so many cents.
WORTH, CHEAPER = 50, 2
#: A page is read by a person.
MOST_PROPOSALS = 60


class Why(StrEnum):
    """Why something may stand in for something else; an equal mould says besides what differs, as in "mould:groove"."""

    MOULD = "mould"
    UNSEEN = "unseen"
    ANY_COLOUR = "any_colour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`quantity` pieces of a lot may come as another.

    `cost` is about what they cost from `shop`, in minor units, with its shipping where the plan has no parcel from it;
    `instead_of` what the plan pays for them now, or None where they cannot be had.
    """

    part: str
    colour: int
    to_part: str
    to_colour: int
    quantity: int
    why: str
    shop: int
    cost: int
    instead_of: int | None = None

    @property
    def key(self) -> tuple[str, int, str, int]:
        """What a decision is about."""
        return (self.part, self.colour, self.to_part, self.to_colour)


def substituted(wanted: Mapping[Lot, int], decisions: Iterable[BasketSubstitute]) -> tuple[Counter[Lot], Stands]:
    """What is wanted with the accepted substitutes, and what they stand in for. Never more pieces than are wanted."""
    left, stands, more = Counter(wanted), defaultdict[Lot, list[tuple[str, int, int]]](list), Counter[Lot]()
    for one in decisions:
        pieces = min(one.quantity, left[one.part, one.colour])
        if one.accepted and pieces > 0:
            left[one.part, one.colour] -= pieces
            more[one.to_part, one.to_colour] += pieces
            stands[one.to_part, one.to_colour].append((one.part, one.colour, pieces))
    return left + more, dict(stands)


def instead_of(stands: Stands, wanted: Mapping[Lot, int], lines: Iterable[tuple[Lot, int]]) -> list[list[list[Any]]]:
    """For each planned line, `(lot, pieces)`, what it stands in for: `[[part, colour, pieces]]`.

    What is wanted for itself is served first; where fewer pieces come than stand in, the last replaced ones lack.
    """
    own = {lot: wanted.get(lot, 0) - sum(pieces for _p, _c, pieces in held) for lot, held in stands.items()}
    waiting = {lot: [list(one) for one in held] for lot, held in stands.items()}
    found: list[list[list[Any]]] = []
    for lot, pieces in lines:
        served = min(pieces, own.get(lot, pieces))
        if lot in own:
            own[lot] -= served
        found.append(list(_taken(waiting.get(lot, []), pieces - served)))
    return found


def _taken(waiting: list[list[Any]], pieces: int) -> Iterator[list[Any]]:
    for one in waiting:
        some = min(one[2], pieces)
        if some > 0:
            one[2] -= some
            pieces -= some
            yield [one[0], one[1], some]


def proposals(basket: Basket, wanted: Mapping[Lot, int], choosing: Choosing, plan: Plan) -> list[dict[str, Any]]:
    """The substitutes that would make a plan whole or much cheaper, those for what is missing first. Six queries.

    `wanted` is what the plan was made for. What was decided before is not proposed again, nor any other colour
    for a lot of which one was refused; and a substitute has none itself.
    """
    decisions = list(basket.decisions.all())
    settled = {(one.part, one.colour, one.to_part, one.to_colour) for one in decisions}
    true_to_colour = {(one.part, one.colour) for one in decisions if not one.accepted and one.part == one.to_part}
    stands_in = {(one.to_part, one.to_colour) for one in decisions if one.accepted}
    lacking = {(lot.part, lot.colour): lot.quantity for lot in plan.missing}
    paid = _paid(plan)
    loose = {lot: most for lot, most in _loose(basket, decisions).items() if lot not in true_to_colour}
    ways = [
        way
        for way in _ways([lot for lot in wanted if lot not in stands_in], loose)
        if (*way.lot, *way.to) not in settled
    ]
    market = market_for([Wanted(*lot, 1) for lot in {way.to for way in ways}], choosing)
    offers = _Offers(market, {parcel.shop.id for parcel in plan.parcels})
    found = [*_for_missing(ways, lacking, offers), *_for_dear(ways, lacking, paid, wanted, offers)]
    return [asdict(one) for one in found[:MOST_PROPOSALS]]


@dataclass(frozen=True, slots=True)
class _Way:
    """Up to `most` pieces of `lot` may come as `to`; None for all."""

    lot: Lot
    to: Lot
    why: str
    most: int | None = None


def _loose(basket: Basket, decisions: list[BasketSubstitute]) -> dict[Lot, tuple[int, Why]]:
    """How many pieces of each lot may have any colour, without those that have another already."""
    pieces, why = Counter[Lot](), dict[Lot, Why]()
    for held in basket.creations.select_related("revision__creation"):
        for lot, one in loose_pieces(held.revision).items():
            pieces[lot] += one.pieces * held.times
            why[lot] = Why.ANY_COLOUR if one.marked else Why.UNSEEN
    for decision in decisions:
        if decision.accepted and decision.part == decision.to_part:
            pieces[decision.part, decision.colour] -= decision.quantity
    return {lot: (most, why[lot]) for lot, most in pieces.items() if most > 0}


def _ways(lots: list[Lot], loose: Mapping[Lot, tuple[int, Why]]) -> Iterator[_Way]:
    """All that may stand in for these lots: equal moulds before other colours."""
    colours = defaultdict[str, list[int]](list)
    free = {part for part, colour in lots if (part, colour) in loose}
    offered = StockLot.objects.filter(
        part__in=free, shop__in=Shop.objects.filter(selling()), quantity__gt=F("reserved")
    )
    for part, colour in offered.values_list("part", "colour").distinct().order_by("part", "colour") if free else ():
        colours[part].append(colour)
    for part, colour in lots:
        for mould in moulds(part):
            yield _Way((part, colour), (mould.part, colour), f"{Why.MOULD}:{mould.differs}")
        most, why = loose.get((part, colour), (0, Why.UNSEEN))
        for other in colours[part] if most else ():
            if other != colour:
                yield _Way((part, colour), (part, other), why, most)


class _Offers:
    """The best single offer of so many pieces of a lot."""

    def __init__(self, market: Market, planned: set[str]) -> None:
        self._planned = planned
        self._by_lot = defaultdict[Lot, list[tuple[Seller, Any]]](list)
        for shop in market.shops:
            for offer in shop.offers:
                lot = market.wanted[offer.lot]
                self._by_lot[lot.part, lot.colour].append((shop, offer))

    def best(self, way: _Way, pieces: int) -> Proposal | None:
        """Most pieces, then the least cost; None where nobody has any."""
        asked = pieces if way.most is None else min(pieces, way.most)
        found = [
            Proposal(
                part=way.lot[0],
                colour=way.lot[1],
                to_part=way.to[0],
                to_colour=way.to[1],
                why=way.why,
                quantity=min(asked, bought),
                shop=int(shop.id),
                cost=line_cents(bought, unit_price(offer, bought)) + self._sent(shop),
            )
            for shop, offer in self._by_lot[way.to]
            if (bought := min(offer.quantity, -(-asked // offer.bulk) * offer.bulk)) > 0
        ]
        return min(found, key=lambda one: (-one.quantity, one.cost, one.shop), default=None)

    def _sent(self, shop: Seller) -> int:
        return 0 if shop.id in self._planned or not shop.bands else shop.bands[0].price


def _for_missing(ways: list[_Way], lacking: Mapping[Lot, int], offers: _Offers) -> Iterator[Proposal]:
    """For each lot that cannot be had, the best of its ways, and another for what that leaves."""
    by_lot = defaultdict[Lot, list[_Way]](list)
    for way in ways:
        by_lot[way.lot].append(way)
    for lot, pieces in lacking.items():
        left, open_ways = pieces, by_lot[lot]
        while left > 0 and open_ways:
            made = [(one, way) for way in open_ways if (one := offers.best(way, left)) is not None]
            if not made:
                break
            best, way = min(made, key=lambda pair: (-pair[0].quantity, pair[0].cost, pair[0].key))
            yield best
            left -= best.quantity
            # Of pieces that may have any colour each can be replaced once.
            open_ways = [other for other in open_ways if other is not way and (way.most is None or other.most is None)]


def _for_dear(
    ways: list[_Way], lacking: Mapping[Lot, int], paid: Mapping[Lot, int], wanted: Mapping[Lot, int], offers: _Offers
) -> list[Proposal]:
    """For lots that can be had at a price, what costs much less; the largest saving first."""
    best: dict[Lot, tuple[int, Proposal]] = {}
    for way in ways:
        pieces, price = wanted[way.lot], paid.get(way.lot, 0)
        if way.lot in lacking or price < WORTH:
            continue
        one = offers.best(way, pieces)
        if one is None:
            continue
        now = price * one.quantity // pieces
        saved = now - one.cost
        if saved >= WORTH and one.cost * CHEAPER <= now and saved > best.get(way.lot, (0, one))[0]:
            best[way.lot] = (saved, Proposal(**{**asdict(one), "instead_of": now}))
    return [one for _saved, one in sorted(best.values(), key=lambda pair: -pair[0])]


def _paid(plan: Plan) -> Counter[Lot]:
    paid = Counter[Lot]()
    for parcel in plan.parcels:
        for line in parcel.lines:
            lot = plan.market.wanted[line.offer.lot]
            paid[lot.part, lot.colour] += line.cents
    return paid
