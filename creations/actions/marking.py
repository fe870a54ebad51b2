"""A designer says of which lots any colour will do."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from users.errors import NotAllowed
from users.models import Member

from ..models import Creation
from ..permissions import policy


def mark_any_colour(*, creation: Creation, member: Member, lots: Collection[tuple[str, int]]) -> None:
    """Of these lots of the newest revision's list any colour will do, of its others none but their own. Raises NotAllowed.

    Marks of lots that the list no longer has are forgotten: who takes them back in thinks of their colour again.
    """
    if not policy.can_edit(member, creation):
        raise NotAllowed
    with transaction.atomic():
        locked = (
            Creation.objects.select_for_update(no_key=True, of=("self",)).select_related("current").get(pk=creation.pk)
        )
        listed = set()
        if locked.current is not None:
            listed = set(locked.current.lots.filter(custom=False).values_list("part", "colour"))
        locked.any_colour = [list(lot) for lot in sorted(listed.intersection(lots))]
        locked.save(update_fields=["any_colour"])
