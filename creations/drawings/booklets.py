"""From a booklet that was asked for to its PDF in the file store."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from users import files
from users.pictures import open_largest

from ..catalog.names import colour_name
from ..models import Booklet
from ..queries import lots_with_names
from ..rendering.booklet import MOST_STEPS, Cover, ListedLot, Words, write_booklet
from .instructions import planned
from .part_pictures import part_picture


def print_booklet(booklet: Booklet, progress: Callable[[float], None]) -> tuple[str, int]:
    """Make the PDF in the active language; returns its name in the file store and its number of pages.

    `progress` is told the share that is done, from 0 to 1. Raises ValueError with a sentence for a reader.
    """
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
    lots = [
        ListedLot(
            lot.part, lot.colour, lot.quantity, names.get(lot.part, lot.part), colour_name(lot.colour, booklet.language)
        )
        for lot in revision.lots.order_by("colour", "part")
    ]
    out = io.BytesIO()
    pages = write_booklet(
        out,
        paper=booklet.paper,
        cover=Cover(
            title=booklet.title,
            author=_("by %(name)s") % {"name": creation.owner.username},
            facts=_facts(sum(lot.quantity for lot in lots), len(plan.steps)),
            licence=creation.get_licence_display(),
            address=settings.SITE_URL + creation.get_absolute_url(),
            picture=open_largest(revision.picture) if revision.picture else None,
        ),
        plan=plan,
        model=model,
        lots=lots,
        words=Words(parts=_("Parts"), step=_step),
        part_picture=part_picture,
        progress=progress,
    )
    return files.store(out.getvalue(), folder="booklets", ending=".pdf"), pages


def _facts(parts: int, steps: int) -> list[str]:
    return [
        ngettext("%(n)s part", "%(n)s parts", parts) % {"n": parts},
        ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps},
    ]


def _step(number: int, of: int) -> str:
    return _("step %(number)s of %(of)s") % {"number": number, "of": of}
