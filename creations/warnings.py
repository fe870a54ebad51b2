"""What may surprise in a model, said in the visitor's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SENTENCES = {
    "unreadable": gettext_lazy("Lines that cannot be read, so they were left out: %(names)s"),
    "unknown-part": gettext_lazy("Not in the parts catalogue, so no shop can sell them: %(names)s"),
    "unknown-colour": gettext_lazy("No LDraw colour has the number: %(names)s"),
    "missing-model": gettext_lazy("The file refers to models it does not hold: %(names)s"),
    "duplicate-file": gettext_lazy("Two files have the same name, the first counts: %(names)s"),
    "sheared": gettext_lazy("Placed with a matrix that bends the part: %(names)s"),
    "subpart": gettext_lazy("Pieces of parts that stand by themselves: they are drawn and count as no part: %(names)s"),
    "unreached": gettext_lazy("Models that the first one does not use, so they are not counted: %(names)s"),
    "picture": gettext_lazy("Pictures that cannot be drawn on the parts they lie on: %(names)s"),
    "print": gettext_lazy("Printed parts are shown without their prints, of which we have no pictures: %(names)s"),
    "main-colour": gettext_lazy("Left in the main colour, which has no colour of its own: %(names)s"),
}
SHOWN = 12


def told_warnings(facts: dict[str, Any]) -> list[str]:
    """The warnings of a revision's facts as sentences."""
    told = []
    for warning in facts.get("warnings", []):
        names = [str(name) for name in warning["names"]]
        listed = ", ".join(names[:SHOWN])
        more = int(warning.get("count", len(names))) - SHOWN
        if more > 0:
            listed += " " + _("and %(number)d more") % {"number": more}
        if warning["code"] in _SENTENCES:
            told.append(str(_SENTENCES[warning["code"]]) % {"names": listed})
    return told
