"""Which licences a creation may have: whatever everybody whose work is in it allowed.

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


def terms_of(creation: Creation) -> set[Terms]:
    """The terms that bind a creation; one query."""
    return {(licensor, Licence(code)) for licensor, code in creation.grants.values_list("licensor", "licence")}


def licences_for(creation: Creation) -> list[Licence]:
    """The licences its owner may choose."""
    return permitted(terms_of(creation))


def keep_terms(fork: Creation, upstream: Creation) -> None:
    """Note on a new fork the terms it was made under. The caller holds upstream's lock, so that these are its terms now."""
    terms = inherited((upstream.owner_id, upstream.licence_terms), terms_of(upstream), fork.owner_id)
    Grant.objects.bulk_create(
        Grant(creation=fork, licensor_id=licensor, licence=licence) for licensor, licence in terms
    )
