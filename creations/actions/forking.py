"""Begin a creation from another's revision."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from users.errors import NotAllowed
from users.models import Member
from users.notifications.outbox import record

from ..events import CreationForked
from ..licences import keep_terms
from ..models import Creation, Revision
from ..naming import index_for_search, with_free_slug
from ..permissions import policy
from .publishing import HIDDEN
from .revising import copy_revision


def fork(*, revision: Revision, member: Member) -> Creation:
    """A draft of the member's with the revision's model, credited to upstream. Raises NotAllowed."""
    with transaction.atomic():
        # Under its lock: the terms kept below are those that hold while the fork is made.
        upstream = (
            Creation.objects.select_for_update(no_key=True, of=("self",))
            .select_related("owner")
            .get(pk=revision.creation_id)
        )
        if not policy.can_fork(member, upstream):
            hidden = policy.can_edit(member, upstream) and upstream.is_hidden
            raise NotAllowed(HIDDEN if hidden else _("This creation's licence does not allow forks."))
        creation = with_free_slug(
            member,
            upstream.title,
            lambda slug: Creation.objects.create(
                owner=member,
                title=upstream.title,
                slug=slug,
                licence=upstream.licence,
                upstream=upstream,
                upstream_percent=upstream.forks_give_percent,
                forked_from=revision,
                any_colour=upstream.any_colour,
            ),
        )
        keep_terms(creation, upstream)
        creation.tags.set(upstream.tags.all())
        copy_revision(revision, creation, member, "")
        index_for_search(creation)
        record(
            CreationForked(
                title=upstream.title, owner=upstream.owner_id, path=upstream.get_absolute_url() + "lineage/"
            ),
            actor=member,
            subject=f"creation:{upstream.pk}",
        )
    return creation
