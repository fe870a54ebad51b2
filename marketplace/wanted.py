"""Reading what members wait for: how many pieces of lots the shops have, and what shops could earn with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Sum

from .models import Condition, Shop, StockLot, WantedLot
from .models.shop import selling
from .offers import any_of

Lot = tuple[str, int]


def available(lots: Iterable[Lot], *, used: bool = True) -> dict[Lot, int]:
    """How many pieces of lots the shops that sell now have; one query."""
    wanted = set(lots)
    if not wanted:
        return {}
    there = StockLot.objects.filter(
        any_of(wanted), shop__in=Shop.objects.filter(selling()), stockroom=False, quantity__gt=F("reserved")
    )
    there = there if used else there.filter(condition=Condition.NEW)
    found: dict[Lot, int] = defaultdict(int)
    for part, colour, quantity, reserved in there.values_list("part", "colour", "quantity", "reserved"):
        found[part, colour] += quantity - reserved
    return dict(found)


@dataclass(frozen=True, slots=True)
class Asked:
    """A lot that members ask the shops for: how many pieces, of how many members, in which countries."""

    part: str
    colour: int
    pieces: int
    members: int
    countries: list[str]


def most_wanted(*, part: str = "", most: int = 200) -> list[Asked]:
    """What is asked for now, by most members first; of one part, or of all. One query."""
    open_ones = WantedLot.objects.filter(told_at=None)
    if part:
        open_ones = open_ones.filter(part=part)
    rows = open_ones.values("part", "colour").annotate(
        pieces=Sum("quantity"),
        members=Count("member"),
        countries=ArrayAgg("country", distinct=True, order_by="country"),
    )
    return [Asked(**row) for row in rows.order_by("-members", "-pieces", "part", "colour")[:most]]
