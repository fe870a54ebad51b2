"""Keep what a member owns: by hand, by a list, by what they built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from creations.catalog.models import Colour, Part
from creations.ldraw import LDrawError
from creations.ldraw.numbers import today
from creations.lists import read_brought, told_unknown
from creations.models import Revision
from creations.permissions import policy as creation_policy
from users.errors import ActionError, NotAllowed
from users.models import Member

from ..models import OwnedLot
from ..models.owned import MOST_PIECES

#: More lots than anybody's attic has.
MOST_LOTS = 50_000
#: A list as a file.
MOST_BYTES = 8 * 1024 * 1024

Lot = tuple[str, int]

_ADD = """
INSERT INTO marketplace_ownedlot AS kept (member_id, part, colour, quantity)
SELECT %s, part, colour, LEAST(quantity, %s) FROM unnest(%s::text[], %s::int[], %s::bigint[]) AS new (part, colour, quantity)
ORDER BY part, colour
ON CONFLICT (member_id, part, colour) DO UPDATE SET quantity = LEAST(kept.quantity::bigint + EXCLUDED.quantity, %s)
"""


class BadOwned(ActionError):
    """What somebody says they own cannot be kept; `field` says which word of it is not right."""

    status = 422


class TooLarge(BadOwned):
    """A list has more bytes than are read."""

    def __init__(self) -> None:
        super().__init__(_("A list has at most %(size)d MB.") % {"size": MOST_BYTES // 1024**2})


@dataclass(frozen=True, slots=True)
class Brought:
    """What a list brought: lots and pieces that are kept now, and sentences about what is no part."""

    lots: int
    pieces: int
    unknown: list[str]


def own(*, member: Member, part: str, colour: int, quantity: int) -> None:
    """Say how many of a lot one has; none forgets it. Raises BadOwned."""
    number = today(part.strip().lower())
    if quantity and not Part.objects.filter(pk=number).exists():
        raise BadOwned(_("There is no part of this number: look for it in the catalogue."), field="part")
    if quantity and not Colour.objects.filter(code=colour).exists():
        raise BadOwned(_("There is no such colour."), field="colour")
    if not 0 <= quantity <= MOST_PIECES:
        raise BadOwned(_("Nobody has that many."), field="quantity")
    with transaction.atomic():
        OwnedLot.objects.filter(member=member, part=number, colour=colour).delete()
        if quantity:
            _add(member, {(number, colour): quantity})


def bring_owned(*, member: Member, data: bytes, name: str, instead: bool = False) -> Brought:
    """Add the parts of a list or a model to what one has, or with `instead` have these alone. Raises BadOwned, TooLarge, BadList."""
    if len(data) > MOST_BYTES:
        raise TooLarge
    try:
        read = read_brought(data, name)
    except LDrawError as error:
        raise BadOwned(str(error)) from error
    lots: Counter[Lot] = Counter()
    for lot in read.parts:
        if not lot.custom:
            lots[lot.part, lot.colour] += lot.quantity
    known = set(Part.objects.filter(pk__in={part for part, _colour in lots}).values_list("pk", flat=True))
    lots = Counter({lot: quantity for lot, quantity in lots.items() if lot[0] in known})
    if not lots:
        raise BadOwned(_("There is no part in this list that is known here."))
    with transaction.atomic():
        if instead:
            OwnedLot.objects.filter(member=member).delete()
        _add(member, lots)
    return Brought(len(lots), sum(lots.values()), told_unknown(read))


def own_parts_of(*, member: Member, revision: Revision, times: int = 1) -> int:
    """Add the parts of what one has built, so many times; -1 takes them away again. Returns how many pieces. Raises NotAllowed."""
    if not creation_policy.can_view(member, revision.creation):
        raise NotAllowed
    there = Part.objects.filter(pk__in=revision.lots.values("part")).values("pk")
    lots = revision.lots.filter(custom=False, part__in=there).values_list("part", "colour", "quantity")
    wanted = {(part, colour): quantity * abs(times) for part, colour, quantity in lots}
    with transaction.atomic():
        if times > 0:
            _add(member, wanted)
        else:
            _take_away(member, wanted)
    return sum(wanted.values())


def forget_owned(*, member: Member) -> int:
    """Own nothing; returns how many lots that were."""
    return OwnedLot.objects.filter(member=member).delete()[0]


def _add(member: Member, lots: Mapping[Lot, int]) -> None:
    rows = [(part, colour, quantity) for (part, colour), quantity in lots.items()]
    parts, colours, quantities = ([row[k] for row in rows] for k in range(3))
    # One writer a member: two lists at once must not pass the limit together.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [member.pk, MOST_PIECES, parts, colours, quantities, MOST_PIECES])
    if OwnedLot.objects.filter(member=member).count() > MOST_LOTS:
        raise BadOwned(_("You can keep %(number)d lots.") % {"number": MOST_LOTS})


def _take_away(member: Member, lots: Mapping[Lot, int]) -> None:
    kept = OwnedLot.objects.select_for_update().filter(member=member, part__in={part for part, _colour in lots})
    changed = []
    for lot in kept.order_by("pk"):
        taken = lots.get((lot.part, lot.colour), 0)
        if taken >= lot.quantity:
            lot.delete()
        elif taken:
            lot.quantity -= taken
            changed.append(lot)
    OwnedLot.objects.bulk_update(changed, ["quantity"], batch_size=1000)
