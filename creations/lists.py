"""Parts lists that members bring and take away, with what is lost on the way told in their language.

What they bring is read with the catalogue at hand; what they take to another site goes under that site's numbers, and a lot
that has none there is named beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from users.errors import ActionError

from . import ldraw
from .catalog import library
from .catalog.names import colour_name, part_name
from .kept_models import limits
from .ldraw.formats import OTHER_NUMBERS, SECOND_FILES, left_out
from .ldraw.lists import ReadList, Reason, Unknown, is_model, read_list
from .ldraw.numbers import Site
from .ldraw.parts_list import Lot, PartsList
from .ldraw.studio_io import is_studio_file, model_inside

_SENTENCES = {
    Reason.NO_PART: gettext_lazy("Line %(line)d is no part, but a set, a minifigure or something else: %(text)s"),
    Reason.EXCLUDED: gettext_lazy("Line %(line)d is marked as excluded: %(text)s"),
    Reason.PART_MISSING: gettext_lazy("Line %(line)d names no part: %(text)s"),
    Reason.PART_UNKNOWN: gettext_lazy("Line %(line)d names a part that is not known here: %(text)s"),
    Reason.COLOUR_MISSING: gettext_lazy("Line %(line)d names no colour: %(text)s"),
    Reason.COLOUR_UNKNOWN: gettext_lazy("Line %(line)d names a colour that is not known here: %(text)s"),
    Reason.QUANTITY: gettext_lazy("Line %(line)d has no quantity that can be counted: %(text)s"),
}
REFUSALS = {
    "this list is empty": gettext_lazy("this list is empty"),
    "this is binary data and no list": gettext_lazy("this is binary data and no list"),
    "this is no parts list, as it has no items": gettext_lazy("this is no parts list, as it has no items"),
    "this is no CSV": gettext_lazy("this is no CSV"),
    "this is no JSON": gettext_lazy("this is no JSON"),
    "this is no list of BrickLink or BrickStore": gettext_lazy("this is no list of BrickLink or BrickStore"),
    "this is no text in the encoding that its beginning names": gettext_lazy(
        "this is no text in the encoding that its beginning names"
    ),
    "this is a spreadsheet program's own file, or a zip, and no list as CSV": gettext_lazy(
        "this is a spreadsheet program’s own file, or a zip, and no list as CSV"
    ),
    "its tags are nested too deep for a parts list": gettext_lazy("its tags are nested too deep for a parts list"),
    "its first line must name the columns, and some are missing": gettext_lazy(
        "its first line must name the columns, and some are missing"
    ),
    "a parts list declares no entities": gettext_lazy("a parts list declares no entities"),
    "a quotation mark that begins here never ends": gettext_lazy("a quotation mark that begins here never ends"),
    "this line is too long for a parts list": gettext_lazy("this line is too long for a parts list"),
    "the list is cut off": gettext_lazy("the list is cut off"),
    "the list has more lots than are read": gettext_lazy("the list has more lots than are read"),
    "the list has more entries than are read": gettext_lazy("the list has more entries than are read"),
}
#: More lines than these are counted only.
SHOWN = 200


class BadList(ActionError):
    """A list cannot be read; the message says where and why."""


def read_brought(data: bytes, name: str) -> ReadList:
    """The lots of a parts list, or of a model somebody has as a set. Raises BadList, and LDrawError for a model."""
    if not is_model(data, name):
        try:
            return read_list(data, name, library.names().__contains__)
        except ldraw.LDrawError as error:
            raise BadList(refused_in_words(error)) from error
    bounds = limits()
    if is_studio_file(name):
        data = model_inside(data, name=name, limits=bounds)
    return ReadList(ldraw.parts_list(ldraw.read(data, name=name, limits=bounds), bounds), ())


def told_unknown(read: ReadList) -> list[str]:
    """What of a list means no part that there is, as sentences, the first of them."""
    told = [_sentence(one) for one in read.unknown[:SHOWN]]
    told += [_("Defined in the file itself: %(part)s") % {"part": lot.part} for lot in read.parts if lot.custom]
    if len(read.unknown) > SHOWN:
        told.append(_("and %(number)d more") % {"number": len(read.unknown) - SHOWN})
    return told


def refused_in_words(error: ldraw.LDrawError, more: Mapping[str, Any] | None = None) -> str:
    """Where, and why: what stands behind a colon is the parser's own, or a number. `more` are sentences of other readers."""
    why, _colon, detail = error.reason.partition(": ")
    words = {**REFUSALS, **(more or {})}.get(why, why)
    reason = f"{words} ({detail})" if detail else f"{words}"
    named = {"file": error.file, "line": error.line, "column": error.column, "reason": reason}
    return _("%(file)s, line %(line)d, column %(column)d: %(reason)s") % named


def _sentence(one: Unknown) -> str:
    return str(_SENTENCES[one.reason]) % {"line": one.line, "text": one.text}


_SITES = {Site.BRICKLINK: "BrickLink", Site.REBRICKABLE: "Rebrickable"}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lots that a site has no number for: as sentences the first of them, and the format that holds them all, if the
    site's own has no room for them."""

    site: str
    number: int
    lots: list[str]
    second_file: str


def left_out_of(parts: PartsList) -> dict[str, LeftOut]:
    """What each site's format leaves out of a list, by the format; nothing for one that leaves out nothing."""
    found = {}
    for form, site in OTHER_NUMBERS.items():
        if lots := left_out(parts, site):
            named = [_named(lot) for lot in lots[:SHOWN]]
            found[form] = LeftOut(_SITES[site], len(lots), named, SECOND_FILES.get(form, ""))
    return found


def _named(lot: Lot) -> str:
    language = get_language() or "en"
    name = "" if lot.custom else part_name(library.described(lot.part)[0], language)
    part = f"{name} ({lot.part})" if name else lot.part
    words = {"number": lot.quantity, "part": part, "colour": colour_name(lot.colour, language)}
    return _("%(number)d × %(part)s, %(colour)s") % words
