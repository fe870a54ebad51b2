"""What a creation may be: which licences it may have, and whether its owner may earn with it.

Both are whatever everybody whose work is in it allowed.

Work comes in by forking. A fork keeps the terms (grants) of everybody else in its ancestry as they were when it was made, so
that neither a fork of one's own fork, nor deleting what lies between, nor a later change upstream alters them.
"""

from __future__ import annotations

from collections.abc import Iterable

from .models import Creation, Grant, Licence

#: A licensor's id (None for an account that is gone) and the licence they gave their work under.
Terms = tuple[int | None, Licence]


def inherited(upstream: Terms, grants: Iterable[Terms], owner: int) -> set[Terms]:
    """The terms of a fork that `owner` makes: those that bind `upstream`, and upstream's own.

    Who published a creation gave under its licence all of theirs that is in it, whatever they said of it before. What is the
    owner's own binds them to nothing.
    """
    licensor, _licence = upstream
    kept = {terms for terms in grants if terms[0] is None or terms[0] != licensor}
    return {terms for terms in {*kept, upstream} if terms[0] is None or terms[0] != owner}


def permitted(grants: Iterable[Terms]) -> list[Licence]:
    """The licences that all these terms allow, freest first; all licences where nothing binds."""
    given = [licence.forks_may_use for _licensor, licence in grants]
    return [licence for licence in Licence if all(licence in allowed for allowed in given)]


def commerce_allowed(grants: Iterable[Terms]) -> bool:
    """Whether all these terms let the owner earn; their own licence binds others only."""
    return all(licence.allows_commerce for _licensor, licence in grants)


def terms_of(creation: Creation) -> set[Terms]:
    """The terms that bind a creation; one query."""
    return {(licensor, Licence(code)) for licensor, code in creation.grants.values_list("licensor", "licence")}


def licences_for(creation: Creation) -> list[Licence]:
    """The licences its owner may choose."""
    return permitted(terms_of(creation))


def may_earn(creation: Creation) -> bool:
    """Whether its owner may ask for a royalty."""
    return commerce_allowed(terms_of(creation))


def royalty_due(creation: Creation, parts_price: int) -> int:
    """The designer's part, in minor units, of an order whose parts cost `parts_price`; nothing where they may not earn."""
    asked = creation.royalty_on(parts_price)
    return asked if asked and may_earn(creation) else 0


def keep_terms(fork: Creation, upstream: Creation) -> None:
    """Note on a new fork the terms it was made under. The caller holds upstream's lock, so that these are its terms now."""
    own = Grant(licensor_id=upstream.owner_id, licence=upstream.licence, source=upstream)
    given = [*upstream.grants.all(), own]
    terms = inherited((own.licensor_id, upstream.licence_terms), map(_terms, given[:-1]), fork.owner_id)
    Grant.objects.bulk_create(
        Grant(creation=fork, licensor_id=g.licensor_id, licence=g.licence, source_id=g.source_id, title=g.title)
        for g in given
        if _terms(g) in terms
    )


def credits_of(creation: Creation) -> list[Grant]:
    """Whose work is in it, by what their licence asks to be told, but for upstream, which its page names anyway.

    Raises nothing for names that may not be shown: whoever shows them asks the policy (`Grant.source`).
    """
    found = creation.grants.exclude(licence=Licence.CC0).select_related("licensor", "source__owner")
    if creation.upstream_id is not None:
        found = found.exclude(source=creation.upstream_id)
    return list(found.order_by("pk"))


def _terms(grant: Grant) -> Terms:
    return grant.licensor_id, Licence(grant.licence)
