"""Say of substitutes whether they will do, and which shops one trusts."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from users.errors import ActionError, NotAllowed
from users.models import Member

from ..models import Basket, BasketPlan, BasketSubstitute, Shop, TrustedShop
from ..permissions import shop_policy
from ..substitutes import Proposal
from .baskets import changing

#: More decisions than any basket needs.
MOST_DECISIONS = 2_000


class OldProposals(ActionError):
    """What was proposed belongs to an older plan."""

    status = 409


def decide(*, basket: Basket, asked: str, chosen: Collection[int], accepted: bool) -> int:
    """Accept or refuse some of what the plan that was `asked` for proposes, by place; returns how many.

    What is accepted is planned with at once. Raises OldProposals.
    """
    with changing(basket):
        plan = BasketPlan.objects.select_for_update().filter(basket=basket, asked=asked, is_final=True).first()
        if plan is None:
            raise OldProposals(_("The basket was planned anew meanwhile: look at what is proposed now."))
        said = [Proposal(**row) for place, row in enumerate(plan.proposals) if place in chosen]
        if basket.decisions.count() + len(said) > MOST_DECISIONS:
            raise OldProposals(_("A basket has at most %(number)d substitutes.") % {"number": MOST_DECISIONS})
        for one in said:
            BasketSubstitute.objects.update_or_create(
                basket=basket,
                part=one.part,
                colour=one.colour,
                to_part=one.to_part,
                to_colour=one.to_colour,
                defaults={"quantity": one.quantity, "accepted": accepted},
            )
    return len(said)


def take_back(*, basket: Basket, number: int) -> None:
    """What was accepted or refused counts no more."""
    with changing(basket):
        basket.decisions.filter(pk=number).delete()


def trust(*, member: Member, shop: Shop, trusted: bool) -> None:
    """Mark a shop as one the member trusts, or no more. Raises NotAllowed."""
    if not shop_policy.can_view(member, shop):
        raise NotAllowed
    if trusted:
        TrustedShop.objects.get_or_create(member=member, shop=shop)
    else:
        TrustedShop.objects.filter(member=member, shop=shop).delete()
