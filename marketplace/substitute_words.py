"""Why something may stand in for something else, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creations.ldraw.moulds import Differs

from .substitutes import Why

_DIFFERS: dict[Differs, Promise] = {
    Differs.CLIP: _("the same part from another mould: its clip has another shape"),
    Differs.CORNERS: _("the same part from another mould: its corners are rounder or squarer"),
    Differs.GROOVE: _("the same part from another mould: with or without a groove at its foot"),
    Differs.HANDLE: _("the same part from another mould: its handle has another shape"),
    Differs.HOLE: _("the same part from another mould: its hole has another shape"),
    Differs.NOTCH: _("the same part from another mould: with or without a notch beside its studs"),
    Differs.SLOTS: _("the same part from another mould: its slots have another shape"),
    Differs.STRONGER: _("the same part from another mould: reinforced or not"),
    Differs.STUD: _("the same part from another mould: its studs are hollow"),
    Differs.TIP: _("the same part from another mould: its tip has another shape"),
    Differs.UNDERSIDE: _("the same part from another mould: it looks different from below"),
}
_WHY: dict[Why, Promise] = {
    Why.UNSEEN: _("nobody sees it from outside, so its colour does not matter"),
    Why.ANY_COLOUR: _("its designer says that any colour will do"),
}


def reason(why: str) -> Promise:
    """A proposal's `why` in the page's language."""
    kind, _colon, differs = why.partition(":")
    return _DIFFERS[Differs(differs)] if kind == Why.MOULD else _WHY[Why(kind)]
