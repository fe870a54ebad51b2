"""A moderator hides a creation, and shows it again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from users.errors import ActionError, NotAllowed
from users.models import Member
from users.notifications.outbox import record
from users.one_line import one_line

from ..events import CreationHidden, CreationShown
from ..hidden_files import forget
from ..locking import lock_with_upstream
from ..models import Creation, Hiding
from ..permissions import policy

MOST_REASON = 500


class NoReason(ActionError):
    """Its author is told why, so there must be a why, and a short one."""


class HiddenAlready(ActionError):
    """Another moderator was faster, and the author was told that one's reason."""

    status = 409


def hide(*, creation: Creation, member: Member, reason: str) -> Hiding:
    """Let only its author and the moderators see a creation. Raises NotAllowed, NoReason, HiddenAlready."""
    if not policy.can_hide(member, creation):
        raise NotAllowed
    reason = one_line(reason)
    if not reason:
        raise NoReason(_("Say why: its author will read it."), field="reason")
    if len(reason) > MOST_REASON:
        raise NoReason(_("A reason has at most %(number)d characters.") % {"number": MOST_REASON}, field="reason")
    with transaction.atomic():
        locked = _lock(creation)
        if locked.hiding is not None:
            told = {"name": locked.hiding.hidden_by or _("somebody who has left"), "reason": locked.hiding.reason}
            raise HiddenAlready(_("It is hidden already, by %(name)s: %(reason)s") % told)
        made = Hiding.objects.create(creation=locked, reason=reason, hidden_by=member)
        locked.hiding = made
        locked.save(update_fields=["hiding"])
        _tell(locked, CreationHidden(reason=reason, **_about(locked)))
        transaction.on_commit(forget)
    return made


def lift_hiding(*, creation: Creation, member: Member) -> Creation:
    """Let those see it again whom its author lets see it. Raises NotAllowed."""
    if not policy.can_hide(member, creation):
        raise NotAllowed
    with transaction.atomic():
        locked = _lock(creation)
        if locked.hiding is not None:
            Hiding.objects.filter(pk=locked.hiding.pk).update(lifted_by=member, lifted_at=timezone.now())
            locked.hiding = None
            locked.save(update_fields=["hiding"])
            _tell(locked, CreationShown(**_about(locked)))
            transaction.on_commit(forget)
    return locked


def _lock(creation: Creation) -> Creation:
    lock_with_upstream(creation.pk)
    found: Creation = (
        Creation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("owner", "hiding")
        .get(pk=creation.pk)
    )
    return found


def _about(creation: Creation) -> dict[str, Any]:
    return {"title": creation.title, "owner": creation.owner_id, "path": creation.get_absolute_url()}


def _tell(creation: Creation, happened: CreationHidden | CreationShown) -> None:
    """The author is told what happened and why, not by whom."""
    record(happened, actor=None, subject=f"creation:{creation.pk}")
