"""Ask for building instructions as a PDF. A worker makes it; whoever may see the creation may have it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from users.errors import ActionError, NotAllowed
from users.models import Member

from ..making import ask_for_booklet
from ..models import Booklet, Paper, Revision
from ..permissions import policy


def print_instructions(*, revision: Revision, member: Member, paper: str) -> Booklet:
    """The booklet in the active language, made anew when its title is not the creation's any more or when it failed.

    Raises NotAllowed, and ActionError for a paper nobody has.
    """
    if not policy.can_view(member, revision.creation):
        raise NotAllowed
    if paper not in Paper.values:
        raise ActionError(_("There is paper in A4 and in US Letter."))
    title = revision.creation.title
    with transaction.atomic():
        booklet, made = Booklet.objects.select_for_update().get_or_create(
            revision=revision, paper=paper, language=get_language() or "en", defaults={"title": title}
        )
        if not booklet.is_being_made and (made or not booklet.file or booklet.title != title):
            booklet.title, booklet.file = title, ""
            booklet.save(update_fields=["title", "file"])
            ask_for_booklet(booklet)
    return booklet
