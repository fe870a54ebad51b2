"""Fill a basket and say how it may be supplied. Whatever changes it has it planned anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from creations.catalog.models import Colour, Part
from creations.ldraw.numbers import today
from creations.models import Revision
from creations.permissions import policy as creation_policy
from users.errors import ActionError, NotAllowed
from users.models import Member
from users.permissions import Visitor

from ..basket_plans import ask_for_plan
from ..countries import COUNTRIES
from ..models import Basket, BasketCreation, BasketLot, Shop
from ..models.basket import Area
from ..offers import site_country

MOST_TIMES = 99
MOST_LOTS = 5_000
MOST_PIECES = 100_000
MOST_PARCELS = 20
#: The options that are columns of the basket.
PLAIN_OPTIONS = ("country", "used", "minus_owned", "area", "most_parcels", "trusted_only", "substitutes")
#: Who has no account and did not come back for so long has another session by now.
KEEP_VISITORS = timedelta(days=60)


class BadBasket(ActionError):
    """What was asked of the basket cannot be; `field` says what is not right."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a basket may be supplied; see `Basket`."""

    country: str
    used: bool = True
    minus_owned: bool = False
    area: str = ""
    most_parcels: int | None = None
    avoided: frozenset[int] = frozenset()
    trusted_only: bool = False
    substitutes: bool = True

    @classmethod
    def of(cls, basket: Basket) -> Options:
        """What was chosen last."""
        plain = {name: getattr(basket, name) for name in PLAIN_OPTIONS}
        return cls(**plain, avoided=frozenset(basket.avoided.values_list("pk", flat=True)))


def basket_for(visitor: Visitor, number: int | None) -> Basket | None:
    """The member's basket, or the visitor's, whose session says its number. What a visitor filled is the member's then."""
    mine = Basket.objects.filter(owner=visitor.pk).first() if isinstance(visitor, Member) else None
    found = Basket.objects.filter(pk=number, owner=None).first() if number is not None else None
    if not isinstance(visitor, Member) or found is None:
        return mine or found
    return _taken_over(visitor, mine, found)


def new_basket(visitor: Visitor) -> Basket:
    """An empty basket, for a member or a visitor whose session is told its number."""
    if isinstance(visitor, Member):
        return Basket.objects.get_or_create(owner=visitor, defaults={"country": site_country()})[0]
    return Basket.objects.create(country=site_country())


def add_creation(
    *, basket: Basket, visitor: Visitor, revision: Revision, times: int = 1, minus_owned: bool = False
) -> None:
    """The parts of a revision, so many times more; with `minus_owned`, from now on without what the owner has at home.

    Raises NotAllowed, BadBasket.
    """
    if not creation_policy.can_view(visitor, revision.creation):
        raise NotAllowed
    with changing(basket):
        held = basket.creations.filter(revision=revision).values_list("times", flat=True).first() or 0
        _check_times(held + times)
        BasketCreation.objects.update_or_create(basket=basket, revision=revision, defaults={"times": held + times})
        if minus_owned:
            Basket.objects.filter(pk=basket.pk).update(minus_owned=True)


def add_lots(*, basket: Basket, lots: Iterable[tuple[str, int, int]]) -> int:
    """Single lots, `(part, colour, quantity)`, under today's numbers; returns how many. Raises BadBasket."""
    given: dict[tuple[str, int], int] = {}
    for part, colour, quantity in lots:
        key = today(part.strip().lower()), colour
        given[key] = given.get(key, 0) + quantity
    parts = set(Part.objects.filter(pk__in={part for part, _colour in given}).values_list("pk", flat=True))
    colours = set(Colour.objects.values_list("code", flat=True))
    unknown = next((part for part, colour in given if part not in parts or colour not in colours), None)
    if unknown is not None:
        raise BadBasket(_("%(part)s is no part in a colour that there is.") % {"part": unknown[:64]}, field="part")
    if not given or any(not 1 <= quantity <= MOST_PIECES for quantity in given.values()):
        raise BadBasket(_("How many pieces? From 1 to %(number)d.") % {"number": MOST_PIECES}, field="quantity")
    with changing(basket):
        _put(basket, given)
        if basket.lots.count() > MOST_LOTS:
            raise BadBasket(_("A basket has at most %(number)d single lots.") % {"number": MOST_LOTS})
    return len(given)


def set_times(*, basket: Basket, creation: BasketCreation, times: int) -> None:
    """A creation so many times; 0 takes it out. Raises BadBasket."""
    with changing(basket):
        mine = basket.creations.filter(pk=creation.pk)
        if times == 0:
            mine.delete()
        else:
            _check_times(times)
            mine.update(times=times)


def set_quantity(*, basket: Basket, lot: BasketLot, quantity: int) -> None:
    """So many pieces of a single lot; 0 takes it out. Raises BadBasket."""
    with changing(basket):
        mine = basket.lots.filter(pk=lot.pk)
        if quantity == 0:
            mine.delete()
        elif quantity > MOST_PIECES:
            raise BadBasket(_("How many pieces? From 1 to %(number)d.") % {"number": MOST_PIECES}, field="quantity")
        else:
            mine.update(quantity=quantity)


def empty_basket(*, basket: Basket) -> None:
    """Take everything out; the options stay."""
    with changing(basket):
        basket.creations.all().delete()
        basket.lots.all().delete()
        basket.decisions.all().delete()


def choose(*, basket: Basket, options: Options) -> None:
    """Say how the basket may be supplied. Raises BadBasket."""
    if options.country not in COUNTRIES:
        raise BadBasket(_("Choose a country."), field="country")
    if options.area not in Area.values:
        raise BadBasket(_("Choose where parcels may come from."), field="area")
    if options.most_parcels is not None and not 1 <= options.most_parcels <= MOST_PARCELS:
        raise BadBasket(_("From 1 to %(number)d parcels.") % {"number": MOST_PARCELS}, field="most_parcels")
    with changing(basket):
        for name in PLAIN_OPTIONS:
            setattr(basket, name, getattr(options, name))
        basket.save()
        basket.avoided.set(Shop.objects.filter(pk__in=options.avoided))


def plan_again(*, basket: Basket) -> None:
    """Plan anew, after the offers moved; what that changes is shown."""
    with changing(basket, offers_moved=True):
        pass


@contextmanager
def changing(basket: Basket, *, offers_moved: bool = False) -> Iterator[None]:
    """A transaction under the basket's lock, at whose end it is planned anew."""
    with transaction.atomic():
        Basket.objects.select_for_update().get(pk=basket.pk)
        yield
        Basket.objects.filter(pk=basket.pk).update(changed_at=timezone.now())
        ask_for_plan(basket, offers_moved=offers_moved)


def forget_baskets() -> int:
    """Delete the baskets that visitors left behind; returns how many."""
    left = Basket.objects.filter(owner=None, changed_at__lt=timezone.now() - KEEP_VISITORS)
    gone = list(left.values_list("pk", flat=True)[:10_000])
    Basket.objects.filter(pk__in=gone, owner=None).delete()
    return len(gone)


def _put(basket: Basket, given: dict[tuple[str, int], int]) -> None:
    held = {(lot.part, lot.colour): lot for lot in basket.lots.all()}
    for (part, colour), quantity in given.items():
        lot = held.get((part, colour))
        if lot is not None:
            lot.quantity = min(MOST_PIECES, lot.quantity + quantity)
    BasketLot.objects.bulk_update([held[key] for key in given if key in held], ["quantity"])
    BasketLot.objects.bulk_create(
        BasketLot(basket=basket, part=part, colour=colour, quantity=quantity)
        for (part, colour), quantity in given.items()
        if (part, colour) not in held
    )


def _taken_over(member: Member, mine: Basket | None, found: Basket) -> Basket:
    """What a visitor filled before signing in goes into the member's own basket."""
    with transaction.atomic():
        if mine is None:
            Basket.objects.filter(pk=found.pk).update(owner=member)
            found.owner = member
            return found
        for one in found.creations.all():
            held, made = mine.creations.get_or_create(revision_id=one.revision_id, defaults={"times": one.times})
            if not made:
                mine.creations.filter(pk=held.pk, times__lt=MOST_TIMES).update(times=F("times") + 1)
        _put(mine, {(lot.part, lot.colour): lot.quantity for lot in found.lots.all()})
        found.delete()
        ask_for_plan(mine)
    return mine


def _check_times(times: int) -> None:
    if not 1 <= times <= MOST_TIMES:
        raise BadBasket(_("From 1 to %(number)d times.") % {"number": MOST_TIMES}, field="times")
