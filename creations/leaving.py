"""What becomes of creations, and of what names them, when a member or a creation leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from users.leaving import Fate, Rule, Touched, leave
from users.models import Member
from users.notifications import registry
from users.notifications.models import Event

from .models import Build, Creation, Grant, Hiding, Like


def their_creations_leave(member: Member) -> None:
    """Each by its own rules."""
    for creation in Creation.objects.filter(owner=member).order_by("pk"):
        leave(creation)


def forks_stay(creation: Creation) -> None:
    """Forks only lose the link."""
    Creation.objects.filter(upstream=creation).update(upstream=None)


def credit_stays(creation: Creation) -> None:
    """Whoever took work from it goes on saying what it was called, unless it was hidden or taken back."""
    title = creation.title if creation.is_open else ""
    Grant.objects.filter(source=creation).update(source=None, title=title)


def hidings_go(creation: Creation) -> None:
    """The one in force too."""
    Creation.objects.filter(pk=creation.pk).update(hiding=None)
    Hiding.objects.filter(creation=creation).delete()


def forget_events_about(creation: Creation) -> None:
    """Delete what was told of the creation: it leads nowhere now. What was ordered is told on."""
    Event.objects.filter(subject=f"creation:{creation.pk}").exclude(kind__in=registry.outliving()).delete()


MEMBER_RULES = (
    Rule("creations.Creation", "owner", Fate.DELETED, act=their_creations_leave),
    Rule("creations.Revision", "author", Fate.ANONYMOUS),
    Rule("creations.Like", "member", Fate.DELETED),
    Rule("creations.Build", "member", Fate.DELETED),
    Rule("creations.Collection", "owner", Fate.DELETED),
    Rule("creations.FormerAddress", "owner", Fate.DELETED),
    # What they gave, they gave: the terms bind without the name.
    Rule("creations.Grant", "licensor", Fate.ANONYMOUS),
    Rule("creations.Hiding", "hidden_by", Fate.ANONYMOUS),
    Rule("creations.Hiding", "lifted_by", Fate.ANONYMOUS),
)
CREATION_RULES = (
    # Forks stay; their own revisions hold all they need.
    Rule("creations.Creation", "upstream", Fate.ANONYMOUS, act=forks_stay),
    Rule("creations.Hiding", "creation", Fate.DELETED, act=hidings_go),
    Rule("creations.Grant", "creation", Fate.DELETED),
    Rule("creations.Grant", "source", Fate.ANONYMOUS, act=credit_stays),
    Rule("creations.Revision", "creation", Fate.DELETED, act=forget_events_about),
    Rule("creations.FormerAddress", "creation", Fate.DELETED),
    Rule("creations.Picture", "creation", Fate.DELETED),
    Rule("creations.Like", "creation", Fate.DELETED),
    Rule("creations.CollectionItem", "creation", Fate.DELETED),
    Rule("creations.Build", "creation", Fate.DELETED),
    Rule("creations.Workbench", "creation", Fate.DELETED),
)
RULES = (*MEMBER_RULES, *CREATION_RULES)


def family_of(creation: Creation) -> Iterable[int]:
    """Itself, its upstream (which counts it) and its forks (which link to it)."""
    family = Q(pk=creation.pk) | Q(pk=creation.upstream_id) | Q(upstream=creation.pk)
    return Creation.objects.filter(family).values_list("pk", flat=True)


def touched_by_member(member: Member) -> Iterable[int]:
    """A member's creations with their families, and all that counts their likes and builds."""
    mine = Creation.objects.filter(owner=member)
    touched = (
        Q(owner=member)
        | Q(upstream__in=mine)
        | Q(pk__in=mine.exclude(upstream=None).values("upstream"))
        | Q(pk__in=Like.objects.filter(member=member).values("creation"))
        | Q(pk__in=Build.objects.filter(member=member).values("creation"))
    )
    return Creation.objects.filter(touched).values_list("pk", flat=True)


TOUCHED = (Touched(Creation, Creation, family_of), Touched(Member, Creation, touched_by_member))
