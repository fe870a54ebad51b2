"""An outcome as JSON and as lines that people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .alternatives import Alternative
from .amounts import Parcel
from .outcome import Outcome, Plan
from .reading import GRAM


def as_json(outcome: Outcome, others: Sequence[Alternative] = ()) -> dict[str, Any]:
    """What was found: amounts in cents, prices per piece in ten-thousandths, weights in grams, seconds."""
    told = _outcome(outcome)
    told["alternatives"] = [
        {"name": name_of(other), "max_parcels": other.parcels, "days": other.days, **_outcome(other.outcome)}
        for other in others
    ]
    return told


def name_of(other: Alternative) -> str:
    """What the alternative is."""
    if other.parcels is None:
        return "fastest"
    return "at most 1 parcel" if other.parcels == 1 else f"at most {other.parcels} parcels"


def _outcome(outcome: Outcome) -> dict[str, Any]:
    plan = outcome.plan
    return {
        "pieces": plan.pieces,
        "cost": plan.cents,
        "bound": outcome.bound,
        "gap": round(outcome.gap, 6),
        "seconds": round(outcome.seconds, 3),
        "missing": [{"part": lot.part, "colour": lot.colour, "quantity": lot.quantity} for lot in plan.missing],
        "parcels": [_parcel(parcel) for parcel in plan.parcels],
    }


def _parcel(parcel: Parcel) -> dict[str, Any]:
    return {
        "shop": parcel.shop.id,
        "parts": parcel.parts,
        "shipping": parcel.shipping,
        "fees": parcel.fees,
        "grams": _grams(parcel.weight),
        "lots": [
            {"id": line.offer.id, "quantity": line.quantity, "price": line.price, "cost": line.cents}
            for line in parcel.lines
        ],
    }


def _grams(weight: int) -> int | float:
    return weight // GRAM if weight % GRAM == 0 else weight / GRAM


def as_text(outcome: Outcome, others: Sequence[Alternative] = ()) -> str:
    """What was found, in a few lines."""
    lines = [*_lines(outcome)]
    for other in others:
        plan = other.outcome.plan
        if plan is not outcome.plan:
            lines.append(f"{name_of(other)}: {plan.pieces} pieces for {_money(plan.cents)} in {_parcels(plan)}.")
    return "\n".join(lines)


def _parcels(plan: Plan) -> str:
    return f"{len(plan.parcels)} parcel{'' if len(plan.parcels) == 1 else 's'}"


def _lines(outcome: Outcome) -> Iterator[str]:
    plan = outcome.plan
    yield f"{plan.pieces} of {plan.market.pieces} pieces for {_money(plan.cents)} in {_parcels(plan)}; {_proof(outcome)}."
    for parcel in plan.parcels:
        fees = f", fees {_money(parcel.fees)}" if parcel.fees else ""
        yield (
            f"  {parcel.shop.id}: {len(parcel.lines)} lots, {_grams(parcel.weight):g} g, parts {_money(parcel.parts)}, "
            f"shipping {_money(parcel.shipping)}{fees}"
        )
    yield from (f"  missing: {lot.quantity} x {lot.part} in colour {lot.colour}" for lot in plan.missing)


def _proof(outcome: Outcome) -> str:
    if outcome.bound == outcome.plan.cents:
        return "no plan with as many pieces is cheaper"
    return f"no plan with as many pieces costs less than {_money(outcome.bound)} ({outcome.gap:.1%} less)"


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
