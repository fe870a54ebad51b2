"""Find lots in a shop's stock: quick for a dozen as for 300,000."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from creations.catalog.models import Part
from creations.catalog.queries import search_parts
from creations.ldraw.numbers import today

from .models import Shop, StockLot

#: Fewer left than this is little; the list of what to buy anew.
LITTLE = 10
#: A question in words is about so many parts at most, the most usual first.
MOST_PARTS = 500
#: What a state means, and how it is called; those with an index of their own come with `-pk` order.
STATES: dict[str, tuple[Any, Q]] = {
    "sale": (_("For sale"), Q(stockroom=False, left__gt=0)),
    "low": (_("Little left"), Q(left__lt=LITTLE)),
    "out": (_("Sold out"), Q(left=0)),
    "reserved": (_("Promised to orders"), Q(reserved__gt=0)),
    "reduced": (_("Reduced"), Q(sale_percent__gt=0)),
    "used": (_("Used"), Q(condition="U")),
    "stockroom": (_("In the stockroom"), Q(stockroom=True)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StockQuestion:
    """What a seller looks for; empty asks nothing. `location` is the beginning of one."""

    text: str = ""
    category: str = ""
    colour: int | None = None
    location: str = ""
    state: str = ""

    @property
    def order(self) -> str:
        """What is low comes in the order of how little is left, everything else newest first."""
        return "left" if self.state in ("low", "out") else "-pk"


def find_stock(shop: Shop, question: StockQuestion) -> QuerySet[StockLot]:
    """The lots of a shop that fit, with `left`: how many are for sale."""
    found = StockLot.objects.filter(shop=shop).annotate(left=F("quantity") - F("reserved"))
    if question.text.strip():
        found = found.filter(part__in=_parts(question.text))
    if question.category:
        found = found.filter(part__in=Part.objects.filter(category=question.category).values("pk"))
    if question.colour is not None:
        found = found.filter(colour=question.colour)
    if question.location:
        # A range instead of LIKE: an index of any collation serves it.
        found = found.filter(location__gte=question.location, location__lt=question.location + "\uffff")
    if question.state in STATES:
        found = found.filter(STATES[question.state][1])
    return found


def _parts(text: str) -> list[str]:
    """Parts by number or name."""
    number = today(text.strip().lower())
    found = search_parts(text).order_by(F("rank").desc())[:MOST_PARTS]
    return [number, *(part.pk for part in found)]
