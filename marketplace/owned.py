"""What a member has of what a creation needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, OuterRef, Subquery, Sum, When
from django.db.models.functions import Coalesce, Least

from creations.ldraw.parts_list import Lot, PartsList
from creations.models import Revision, RevisionLot
from users.permissions import Visitor

from .models import OwnedLot


@dataclass(frozen=True, slots=True)
class Share:
    """`have` of a creation's `pieces`; the parts its file defines are owned by nobody."""

    have: int
    pieces: int

    @property
    def missing(self) -> int:
        """How many pieces are to be got."""
        return self.pieces - self.have

    @property
    def percent(self) -> int:
        """Whole percent; 100 only when nothing is missing."""
        return self.have * 100 // self.pieces if self.pieces else 0


@dataclass(frozen=True, slots=True)
class Needed:
    """A lot of a creation, and how many of it somebody has."""

    lot: RevisionLot
    have: int

    @property
    def missing(self) -> int:
        """How many are to be got."""
        return self.lot.quantity - self.have


def share_of(visitor: Visitor, revision: Revision) -> Share | None:
    """How much of a revision the visitor has; None for whoever keeps no parts here. Two queries."""
    if not visitor.is_authenticated or not OwnedLot.objects.filter(member=visitor.pk).exists():
        return None
    lots = revision.lots.annotate(owned=_owned(visitor.pk or 0))
    added = lots.aggregate(have=Sum(Least("owned", "quantity", output_field=IntegerField())), pieces=Sum("quantity"))
    return Share(added["have"] or 0, added["pieces"] or 0)


def needed_by(visitor: Visitor, revision: Revision) -> list[Needed]:
    """Every lot of a revision with what the visitor has of it: what is missing first, the most of it first. One query."""
    lots = revision.lots.annotate(owned=_owned(visitor.pk or 0))
    found = [Needed(lot, min(lot.owned, lot.quantity)) for lot in lots]
    return sorted(found, key=lambda each: (-each.missing, each.lot.part, each.lot.colour))


def missing_parts(needed: list[Needed]) -> PartsList:
    """What is to be got, as a list that goes into any format."""
    lots = [
        Lot(x.lot.part, x.lot.colour, x.missing, x.lot.custom, x.lot.flexible, x.lot.length_mm)
        for x in needed
        if x.missing
    ]
    return PartsList(tuple(sorted(lots)))


def _owned(member: int) -> Case:
    """How many the member has of a lot; nobody owns what a file defines, whatever it is called."""
    rows = OwnedLot.objects.filter(member=member, part=OuterRef("part"), colour=OuterRef("colour"))
    there = Coalesce(Subquery(rows.values("quantity")[:1], output_field=IntegerField()), 0)
    return Case(When(custom=True, then=0), default=there, output_field=IntegerField())
