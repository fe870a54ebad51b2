"""Who earns a creation's royalty: its designer, and along its lineage those whose work it goes back to."""

from __future__ import annotations

from dataclasses import dataclass

from creations.models import Creation

from .sharing import upwards

#: Further up there is nothing left of a royalty anyway.
GENERATIONS = 20


@dataclass(frozen=True, slots=True)
class Share:
    """What one designer earns of an order, in minor units; `title` is what their creation is called."""

    member: int
    title: str
    amount: int


def royalty_shares(creation: Creation, royalty: int) -> list[Share]:
    """The shares of an order's royalty, the creation's own designer first; the sum is exact.

    Each fork gives upstream what was agreed when it was made (`upstream_percent`).
    """
    if not royalty:
        return []
    family = [creation]
    while (upstream := family[-1].upstream) is not None and len(family) <= GENERATIONS and upstream not in family:
        family.append(upstream)
    amounts = upwards(royalty, [fork.upstream_percent for fork in family[:-1]])
    return [Share(one.owner_id, one.title, amount) for one, amount in zip(family, amounts, strict=True)]
