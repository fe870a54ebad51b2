"""Who holds a role, asked both ways, for the policies of all apps.

A policy answers `can_…(visitor, …)` for one person and `who_can_…(…)` with all members of whom it is true; a test holds the
two to agree, for every policy.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from .models import Member, Role

Visitor = Member | AnonymousUser


def has_role(visitor: Visitor, role: Role) -> bool:
    """Whether a visitor is a member who holds the role."""
    return isinstance(visitor, Member) and visitor.has_role(role)


def members(who: Q | None = None) -> QuerySet[Member]:
    """Those who can sign in, or those of them for whom a condition on members holds."""
    active = Member.objects.filter(is_active=True)
    return active if who is None else active.filter(who)


def holding(role: Role) -> Q:
    """The condition that a member holds the role: `Member.has_role` as a question to the database."""
    groups = Member.groups.through.objects.filter(group__name__in=[role, Role.OPERATOR])
    return Q(is_superuser=True) | Q(pk__in=groups.values("member"))
