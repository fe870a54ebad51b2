"""Plan baskets: what is wanted, the work that plans it while the page looks on, and whether a plan is still true."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from users.work import actions as work
from users.work.kinds import Job, Keep, Kind

from .models import Basket, BasketPlan, OwnedLot, TrustedShop
from .offers import GRAM, Choosing, market_for, plan_market, version_of
from .plan_differences import snapshot
from .planning.market import Market, Wanted
from .planning.outcome import Outcome
from .substitutes import Lot, instead_of, proposals, substituted

#: Seconds of each try; the page shows what the one before found.
TRIES = (0.4, 2.0, 6.0)
PLAN = "basket.plan"


def asked_for(basket: Basket) -> Counter[Lot]:
    """All lots of a basket, those of its creations so many times, added up, less what is at home; three queries."""
    wanted: Counter[Lot] = Counter()
    for part, colour, quantity in basket.lots.values_list("part", "colour", "quantity"):
        wanted[part, colour] += quantity
    lots = basket.creations.filter(revision__lots__custom=False)
    for part, colour, quantity, times in lots.values_list(
        "revision__lots__part", "revision__lots__colour", "revision__lots__quantity", "times"
    ):
        wanted[part, colour] += times * quantity
    if basket.minus_owned and basket.owner_id is not None:
        at_home = OwnedLot.objects.filter(member=basket.owner_id, part__in={part for part, _colour in wanted})
        for part, colour, quantity in at_home.values_list("part", "colour", "quantity"):
            wanted[part, colour] -= quantity
    return +wanted


def wanted_in(basket: Basket) -> list[Wanted]:
    """What is to be bought for a basket: all that it asks for, with the substitutes its buyer accepted."""
    wanted, _stands = substituted(asked_for(basket), basket.decisions.all())
    return [Wanted(part, colour, quantity) for (part, colour), quantity in sorted(wanted.items())]


def choosing_of(basket: Basket) -> Choosing:
    """From which shops a basket may be supplied."""
    trusted = None
    if basket.trusted_only and basket.owner_id is not None:
        trusted = frozenset(TrustedShop.objects.filter(member=basket.owner_id).values_list("shop", flat=True))
    return Choosing(
        country=basket.country,
        used=basket.used,
        area=basket.area,
        avoided=frozenset(basket.avoided.values_list("pk", flat=True)),
        only=trusted,
    )


def market_of(basket: Basket) -> Market:
    """What a basket wants, and the shops it may come from."""
    return market_for(wanted_in(basket), choosing_of(basket))


def ask_for_plan(basket: Basket, *, offers_moved: bool = False) -> None:
    """Let a basket be planned anew, in the caller's transaction; what is found for the question before counts no more.

    Where `offers_moved` and the question is the same, what was found for it is kept to be compared with.
    """
    before = BasketPlan.objects.filter(basket=basket).first() if offers_moved else None
    compared = None if before is None else snapshot(before) if before.is_final else before.before
    values: dict[str, Any] = {"asked": get_random_string(32), "is_final": False, "version": "", "before": compared}
    if not offers_moved:
        # What was found answers another question: its sum would stand beside the new country.
        values |= {"found_at": None, "parcels": [], "missing": [], "proposals": []}
    BasketPlan.objects.update_or_create(basket=basket, defaults=values)
    work.forget(subject=basket.subject)
    work.ask(kind=PLAN, subject=basket.subject)


def is_true(plan: BasketPlan) -> bool:
    """Whether the offers it was made from, and what is wanted, are the same now."""
    return plan.version == version_of(market_of(plan.basket))


def plan_basket(job: Job) -> Keep | None:
    """Plan a basket, each try longer than the last, until a plan is proven to be the best."""
    pk = int(job.subject.removeprefix("basket:"))
    plan = BasketPlan.objects.select_related("basket").filter(basket=pk).first()
    if plan is None:
        return None
    market = market_of(plan.basket)
    for number, seconds in enumerate(TRIES, 1):
        outcome = plan_market(market, seconds, plan.basket.most_parcels)
        is_last = number == len(TRIES) or outcome.gap == 0
        _keep(plan, outcome, is_last)
        if is_last:
            break
        job.progress(number / len(TRIES))
    return lambda: None


def _keep(plan: BasketPlan, outcome: Outcome, is_final: bool) -> None:
    """Nothing is kept for a question that was asked anew meanwhile."""
    market, helpful = outcome.plan.market, []
    if is_final and plan.basket.substitutes:
        wanted = {(lot.part, lot.colour): lot.quantity for lot in market.wanted}
        helpful = proposals(plan.basket, wanted, choosing_of(plan.basket), outcome.plan)
    with transaction.atomic():
        kept = BasketPlan.objects.select_for_update().filter(basket=plan.basket_id, asked=plan.asked).first()
        if kept is None:
            return
        kept.wanted, kept.pieces, kept.cost = market.pieces, outcome.plan.pieces, outcome.plan.cents
        kept.bound, kept.is_final, kept.version = outcome.bound, is_final, version_of(market)
        kept.parcels, kept.missing, kept.proposals = _parcels(plan.basket, outcome), _missing(outcome), helpful
        kept.found_at = timezone.now()
        kept.save()


def _parcels(basket: Basket, outcome: Outcome) -> list[dict[str, Any]]:
    listed = outcome.plan.market.wanted
    wanted, stands = substituted(asked_for(basket), basket.decisions.all())
    lines = [
        ((listed[line.offer.lot].part, listed[line.offer.lot].colour), line.quantity)
        for parcel in outcome.plan.parcels
        for line in parcel.lines
    ]
    replaced = iter(instead_of(stands, wanted, lines))
    return [
        {
            "shop": int(parcel.shop.id),
            "shipping": parcel.shipping,
            "fees": parcel.fees,
            "parts": parcel.parts,
            "grams": round(parcel.weight / GRAM),
            "lots": [
                {
                    "stock": int(line.offer.id),
                    "lot": [listed[line.offer.lot].part, listed[line.offer.lot].colour],
                    "quantity": line.quantity,
                    "unit_price": line.price,
                    "price": line.cents,
                    "instead_of": next(replaced),
                }
                for line in parcel.lines
            ],
        }
        for parcel in outcome.plan.parcels
    ]


def _missing(outcome: Outcome) -> list[list[Any]]:
    return [[lot.part, lot.colour, lot.quantity] for lot in outcome.plan.missing]


WORK = (Kind(PLAN, _("plan of a basket"), plan_basket, queue="plans", priority=3),)
