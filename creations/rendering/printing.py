"""From a booklet that was asked for to its PDF in the file store."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from users import files
from users.pictures import open_largest

from ..models import Booklet
from ..queries import lots_with_names
from .booklet import MOST_STEPS, Cover, ListedLot, write_booklet
from .instructions import planned


def print_booklet(booklet: Booklet, progress: Callable[[float], None]) -> tuple[str, int]:
    """Make the PDF; returns its name and its number of pages. Raises ValueError with a sentence for a reader."""
    revision = booklet.revision
    creation = revision.creation
    plan, model = planned(revision)
    if not plan.steps:
        raise ValueError(_("There is nothing to build in this model."))
    if len(plan.steps) > MOST_STEPS:
        raise ValueError(
            _("This model has %(steps)s steps; at most %(most)s are printed. The instructions on screen have them all.")
            % {"steps": len(plan.steps), "most": MOST_STEPS}
        )
    names = lots_with_names(revision)
    out = io.BytesIO()
    pages = write_booklet(
        out,
        paper=booklet.paper,
        cover=Cover(
            title=booklet.title,
            author=creation.owner.username,
            licence=creation.get_licence_display(),
            address=settings.SITE_URL + creation.get_absolute_url(),
            picture=open_largest(revision.picture) if revision.picture else None,
        ),
        plan=plan,
        model=model,
        lots=[
            ListedLot(lot.part, lot.colour, lot.quantity, names.get(lot.part, lot.part))
            for lot in revision.lots.order_by("colour", "part")
        ],
        progress=progress,
    )
    return files.store(out.getvalue(), folder="booklets", ending=".pdf"), pages
