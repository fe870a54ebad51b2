"""The lock of a creation, which holds its counters.

Whoever takes away or changes what is counted on a creation takes its lock before touching the row; what touches several
takes them all in one statement, in the order of their ids (`users.leaving`). So two transactions never wait for each other.
"""

from __future__ import annotations

from django.db.models import Q

from .models import Creation


def lock_counters(creation_id: int) -> None:
    """Before a like, build or comment goes: its counter changes with it."""
    list(Creation.objects.filter(pk=creation_id).select_for_update(no_key=True).values_list("pk"))


def lock_with_upstream(creation_id: int) -> None:
    """Before it is decided who sees a creation: its upstream counts the forks that everybody sees."""
    upstream = Creation.objects.filter(pk=creation_id).values("upstream")
    both = Creation.objects.filter(Q(pk=creation_id) | Q(pk__in=upstream)).order_by("pk")
    list(both.select_for_update(no_key=True, of=("self",)).values_list("pk"))
