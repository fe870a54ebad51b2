"""Stock by hand: add a lot, change it, change many at once, take them away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Case, Expression, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Greatest, Least
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creations.catalog.models import Colour, Part
from creations.ldraw.numbers import today
from users.errors import ActionError, NotAllowed
from users.models import Member

from ..models import Shop, StockLot
from ..models.stock import MOST_OFF
from ..permissions import shop_policy

#: The largest price of a piece, in ten-thousandths: ten thousand of the currency unit.
MOST_PRICE = 10**8
#: What may be said of a lot; the rest follows from orders.
FIELDS = frozenset(
    "condition unit_price bulk sale_percent location remarks description stockroom retain grams"  # noqa: SIM905
    " tier1_from tier1_price tier2_from tier2_price tier3_from tier3_price external_id".split()
)
#: In words, what the database does not let a lot be.
REFUSALS = {
    "stock_grams": ("grams", gettext_lazy("A piece weighs something.")),
    "stock_bulk": ("bulk", gettext_lazy("It is sold in multiples of one at least.")),
    "stock_sale": ("sale_percent", gettext_lazy("A sale takes off 90 % at most.")),
    "stock_condition": ("condition", gettext_lazy("New or used?")),
    "stock_not_oversold": ("quantity", gettext_lazy("Fewer than are promised to orders.")),
    "stock_tier_1": (
        "tier1_from",
        gettext_lazy("The first tier begins at more pieces than one multiple, and costs less a piece."),
    ),
    "stock_tier_2": (
        "tier2_from",
        gettext_lazy("The second tier begins at more pieces than the first, and costs less a piece."),
    ),
    "stock_tier_3": (
        "tier3_from",
        gettext_lazy("The third tier begins at more pieces than the second, and costs less a piece."),
    ),
    "stock_external_id": ("external_id", gettext_lazy("Another lot of yours has this number.")),
}


class BadLot(ActionError):
    """Something about a lot is not right; `field` says what."""

    status = 422


def add_lot(
    *, shop: Shop, member: Member, part: str, colour: int, quantity: int, fields: Mapping[str, Any]
) -> StockLot:
    """Put a lot into a shop's stock, under the part's number of today. Raises NotAllowed, BadLot."""
    if not shop_policy.can_run(member, shop):
        raise NotAllowed
    number = today(part.strip().lower())
    if not Part.objects.filter(pk=number).exists():
        raise BadLot(_("There is no part of this number: look for it in the catalogue."), field="part")
    if not Colour.objects.filter(code=colour).exists():
        raise BadLot(_("There is no such colour."), field="colour")
    lot = StockLot(shop=shop, part=number, colour=colour, quantity=quantity, **_known(fields))
    return _save(lot)


def change_lot(
    *, lot: StockLot, member: Member, fields: Mapping[str, Any], quantity: int | None = None, was: int | None = None
) -> StockLot:
    """Say something else of a lot. `quantity` is what the seller counts where they saw `was`.

    What was sold between seeing and saying stays sold: the difference is put on or taken off. Raises NotAllowed, BadLot,
    StockLot.DoesNotExist.
    """
    if not shop_policy.can_run(member, lot.shop):
        raise NotAllowed
    with transaction.atomic():
        kept = StockLot.objects.select_for_update().get(pk=lot.pk)
        for name, value in _known(fields).items():
            setattr(kept, name, value)
        if quantity is not None:
            kept.quantity += quantity - (kept.quantity if was is None else was)
            if kept.quantity < kept.reserved:
                raise BadLot(REFUSALS["stock_not_oversold"][1], field="quantity")
        return _save(kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happens to many lots at once; None leaves it as it is. `price_percent` is put on the price and its tiers."""

    price_percent: int | None = None
    sale_percent: int | None = None
    location: str | None = None
    stockroom: bool | None = None


def change_lots(*, shop: Shop, member: Member, lots: QuerySet[StockLot], change: Change) -> int:
    """Change all of `lots` that are the shop's in one statement; returns how many. Raises NotAllowed, BadLot."""
    if not shop_policy.can_run(member, shop):
        raise NotAllowed
    values: dict[str, Any] = {}
    if change.price_percent is not None:
        if not -90 <= change.price_percent <= 900:
            raise BadLot(_("Prices change by −90 % to +900 % at once."))
        values.update(_raised(change.price_percent))
    if change.sale_percent is not None:
        if not 0 <= change.sale_percent <= MOST_OFF:
            raise BadLot(_("A sale takes off at most %(number)d %%.") % {"number": MOST_OFF})
        values["sale_percent"] = change.sale_percent
    if change.location is not None:
        values["location"] = change.location[:60]
    if change.stockroom is not None:
        values["stockroom"] = change.stockroom
    if not values:
        return 0
    try:
        with transaction.atomic():
            return _of(shop, lots).update(**values)
    except IntegrityError as error:
        raise BadLot(_("Some prices would be too small for their tiers. Nothing was changed.")) from error


def remove_lots(*, shop: Shop, member: Member, lots: QuerySet[StockLot]) -> tuple[int, int]:
    """Take lots out of the stock, but for those promised to orders; returns how many went and how many stay."""
    if not shop_policy.can_run(member, shop):
        raise NotAllowed
    with transaction.atomic():
        chosen = _of(shop, lots)
        total = chosen.count()
        # Orders keep their lines, which then name no lot; Django would read each lot to find that out.
        gone, _each = chosen.filter(reserved=0).delete()
        return gone, total - gone


def _of(shop: Shop, lots: QuerySet[StockLot]) -> QuerySet[StockLot]:
    """The same lots by their numbers: an update knows no annotations."""
    return StockLot.objects.filter(shop=shop, pk__in=lots.order_by().values("pk"))


def _raised(percent: int) -> dict[str, Expression | Case]:
    """Price and tiers with so many percent put on, rounded half up; tiers stay below each other."""

    def put_on(name: str) -> Any:
        return (Cast(name, BigIntegerField()) * (100 + percent) + 50) / 100

    price = Greatest(put_on("unit_price"), Value(1))
    values: dict[str, Any] = {"unit_price": Least(price, Value(MOST_PRICE))}
    above: Any = values["unit_price"]
    for k in (1, 2, 3):
        name = f"tier{k}_price"
        above = Least(put_on(name), above - 1)
        known = When(**{f"{name}__isnull": False, "then": above})
        values[name] = Case(known, default=None, output_field=IntegerField())
    return values


def _known(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    assert fields.keys() <= FIELDS, f"no fields of a lot: {fields.keys() - FIELDS}"
    return fields


def _save(lot: StockLot) -> StockLot:
    """Raises BadLot for what the database refuses."""
    try:
        with transaction.atomic():
            lot.save()
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in REFUSALS:
            raise
        field, words = REFUSALS[name]
        raise BadLot(words, field=field) from error
    return lot
