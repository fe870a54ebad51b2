"""What becomes of creations, and of what names them, when a member or a creation leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from users.leaving import Fate, Rule, leave
from users.models import Member
from users.notifications import registry
from users.notifications.models import Event

from .models import Build, Creation, Like


def their_creations_leave(member: Member) -> None:
    """Each by its own rules."""
    for creation in Creation.objects.filter(owner=member).order_by("pk"):
        leave(creation)


def take_back(rows: type[Like] | type[Build], counter: str) -> Callable[[Member], None]:
    """Delete a member's likes or builds, and count those of the creations they were for anew, under their locks."""

    def act(member: Member) -> None:
        theirs: QuerySet[Any] = rows._base_manager.filter(member=member)
        touched = list(
            Creation.objects.select_for_update()
            .filter(pk__in=theirs.values("creation"))
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        theirs.delete()
        left = rows._base_manager.filter(creation=OuterRef("pk")).order_by().values("creation")
        number = Coalesce(Subquery(left.annotate(number=Count("pk")).values("number")), 0)
        Creation.objects.filter(pk__in=touched).update(**{counter: number})

    return act


def leave_the_family(creation: Creation) -> None:
    """Forks lose the link, and upstream counts one fork less."""
    Creation.objects.filter(upstream=creation).update(upstream=None)
    if creation.upstream_id is not None:
        Creation.objects.filter(pk=creation.upstream_id).update(fork_count=F("fork_count") - 1)


def forget_events_about(creation: Creation) -> None:
    """Delete what was told of the creation: it leads nowhere now. What was ordered is told on."""
    Event.objects.filter(subject=f"creation:{creation.pk}").exclude(kind__in=registry.outliving()).delete()


MEMBER_RULES = (
    Rule("creations.Creation", "owner", Fate.DELETED, act=their_creations_leave),
    Rule("creations.Revision", "author", Fate.ANONYMOUS),
    Rule("creations.Like", "member", Fate.DELETED, act=take_back(Like, "like_count")),
    Rule("creations.Build", "member", Fate.DELETED, act=take_back(Build, "build_count")),
    Rule("creations.Collection", "owner", Fate.DELETED),
    Rule("creations.Hiding", "hidden_by", Fate.ANONYMOUS),
    Rule("creations.Hiding", "lifted_by", Fate.ANONYMOUS),
)
CREATION_RULES = (
    # Forks stay; their own revisions hold all they need.
    Rule("creations.Creation", "upstream", Fate.ANONYMOUS, act=leave_the_family),
    Rule("creations.Hiding", "creation", Fate.DELETED),
    Rule("creations.Revision", "creation", Fate.DELETED, act=forget_events_about),
    Rule("creations.Picture", "creation", Fate.DELETED),
    Rule("creations.Like", "creation", Fate.DELETED),
    Rule("creations.CollectionItem", "creation", Fate.DELETED),
    Rule("creations.Build", "creation", Fate.DELETED),
    Rule("creations.Workbench", "creation", Fate.DELETED),
)
RULES = (*MEMBER_RULES, *CREATION_RULES)
