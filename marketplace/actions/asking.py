"""Ask the shops for parts that cannot be had, and be told when one has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from creations.catalog.models import Colour, Part
from creations.catalog.names import colour_name
from creations.ldraw.numbers import today
from creations.queries import names_of
from users.errors import ActionError
from users.models import Member
from users.notifications.outbox import record

from ..events import WantedInStock
from ..models import Order, OrderLine, Shop, WantedLot
from ..models.shop import selling
from ..offers import site_country
from ..wanted import available

#: So long a notice stands, if nothing ends it sooner.
STANDS = timedelta(days=60)
MOST_LOTS = 500
MOST_PIECES = 100_000
#: So many parts are named when several came at once.
NAMED = 3

Lot = tuple[str, int]

#: What the shops that sell have of each open notice's lot now.
_THERE = """
SELECT wanted.id, COALESCE(sum(lot.quantity - lot.reserved), 0) AS pieces
FROM marketplace_wantedlot AS wanted
LEFT JOIN marketplace_stocklot AS lot ON lot.part = wanted.part AND lot.colour = wanted.colour AND NOT lot.stockroom
     AND (wanted.used OR lot.condition = 'N') AND lot.shop_id = ANY(%s)
WHERE wanted.told_at IS NULL GROUP BY wanted.id
"""
_FEWER = f"""
UPDATE marketplace_wantedlot AS kept SET had = there.pieces
FROM ({_THERE}) AS there WHERE kept.id = there.id AND there.pieces < kept.had
"""
_MORE = f"""
SELECT kept.id FROM marketplace_wantedlot AS kept JOIN ({_THERE}) AS there USING (id) WHERE there.pieces > kept.had
"""


class BadWanted(ActionError):
    """What was asked of the shops cannot be."""

    status = 422


def ask_shops(*, member: Member, lots: Iterable[tuple[str, int, int]], used: bool = True, country: str = "") -> int:
    """Notices for lots, `(part, colour, quantity)`, under today's numbers; asked again they say the new quantity.

    Returns how many there are of these. Raises BadWanted.
    """
    asked = {(today(part.strip().lower()), colour): quantity for part, colour, quantity in lots}
    _check(asked)
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if len({*member.wanted_lots.values_list("part", "colour"), *asked}) > MOST_LOTS:
            raise BadWanted(_("You ask the shops for at most %(number)d lots.") % {"number": MOST_LOTS})
        there = available(asked, used=used)
        for (part, colour), quantity in sorted(asked.items()):
            WantedLot.objects.update_or_create(
                member=member,
                part=part,
                colour=colour,
                defaults={
                    "quantity": quantity,
                    "used": used,
                    "country": country or site_country(),
                    "had": there.get((part, colour), 0),
                    "ends_at": timezone.now() + STANDS,
                    "told_at": None,
                },
            )
    return len(asked)


def stop_asking(*, member: Member, number: int) -> None:
    """One of the member's notices is taken back."""
    member.wanted_lots.filter(pk=number).delete()


def ordered(order: Order) -> None:
    """What its buyer ordered they no longer ask for: neither what comes nor what it stands in for."""
    if order.buyer_id is None:
        return
    got: set[Lot] = set()
    for line in OrderLine.objects.filter(parcel__order=order):
        got |= {(line.part, line.colour), *((part, colour) for part, colour, _pieces in line.instead_of)}
    for one in WantedLot.objects.filter(member=order.buyer_id, part__in={part for part, _colour in got}):
        if (one.part, one.colour) in got:
            one.delete()


def look_for_wanted() -> int:
    """Tell whose parts came into a shop, a member at a time; end the notices whose time is over. Returns how many were told."""
    WantedLot.objects.filter(ends_at__lt=timezone.now()).delete()
    came: dict[int, list[WantedLot]] = {}
    for one in _in_stock():
        came.setdefault(one.member_id, []).append(one)
    for member, lots in sorted(came.items()):
        with transaction.atomic():
            mine = WantedLot.objects.select_for_update().filter(pk__in=[one.pk for one in lots], told_at=None)
            told = list(mine.order_by("part", "colour"))
            if told:
                WantedLot.objects.filter(pk__in=[one.pk for one in told]).update(told_at=timezone.now())
                record(WantedInStock(member=member, what=_named(member, told), path="/wanted/"), actor=None)
    return sum(map(len, came.values()))


def _in_stock() -> list[WantedLot]:
    """Open notices of whose lots the shops have more than before. Two statements, however many there are."""
    shops = list(Shop.objects.filter(selling()).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_FEWER, [shops])
        cursor.execute(_MORE, [shops])
        came = [pk for (pk,) in cursor.fetchall()]
    return list(WantedLot.objects.filter(pk__in=came))


def _named(member: int, lots: Sequence[WantedLot]) -> str:
    """The parts by name, in the member's language."""
    language = Member.objects.values_list("language", flat=True).get(pk=member)
    with translation.override(language):
        names = names_of({one.part for one in lots})
        words = [f"{names.get(one.part, one.part)}, {colour_name(one.colour, language)}" for one in lots[:NAMED]]
    return "; ".join(words) + (" …" if len(lots) > NAMED else "")


def _check(asked: dict[Lot, int]) -> None:
    known = set(Part.objects.filter(pk__in={part for part, _colour in asked}).values_list("pk", flat=True))
    colours = set(Colour.objects.values_list("code", flat=True))
    if not asked or any(part not in known or colour not in colours for part, colour in asked):
        raise BadWanted(_("This is no part in a colour that there is."))
    if any(not 1 <= quantity <= MOST_PIECES for quantity in asked.values()):
        raise BadWanted(_("How many pieces? From 1 to %(number)d.") % {"number": MOST_PIECES})
