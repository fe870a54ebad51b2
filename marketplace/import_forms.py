"""What sellers fill in about their stock files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creations.ldraw.lists.words import headings, key
from creations.ldraw.numbers import Site

from .import_words import COLUMNS
from .models import ImportMode, StockImport
from .stock_files import FORMATS

FORM_NAMES = {
    "": _("Find out"),
    "bricklink-xml": _("BrickLink’s inventory (XML)"),
    "mass-update": _("BrickLink’s mass update (XML)"),
    "bsx": _("BrickStore’s file (BSX)"),
    "csv": _("A table (CSV)"),
}
NUMBERS = [("", _("LDraw’s")), (Site.BRICKLINK.value, "BrickLink"), (Site.REBRICKABLE.value, "Rebrickable")]


class BringForm(forms.Form):
    """A stock file, and what it is."""

    file = forms.FileField(label=_("file"), allow_empty_file=True, max_length=500)
    mode = forms.ChoiceField(
        label=_("what it is"), choices=ImportMode.choices, widget=forms.RadioSelect, initial=ImportMode.MERGE.value
    )
    form = forms.ChoiceField(
        label=_("form"), choices=[(name, FORM_NAMES[name]) for name in ("", *FORMATS)], required=False
    )


class TellForm(forms.Form):
    """How a file is compared, and whose numbers its table has."""

    mode = forms.ChoiceField(label=_("what it is"), choices=ImportMode.choices, required=False)
    numbers = forms.ChoiceField(label=_("whose numbers"), choices=NUMBERS, required=False)


class ColumnsForm(forms.Form):
    """What stands in which column of a table, told by its first rows."""

    no_headings = forms.BooleanField(label=_("The first row has no headings"), required=False)

    def __init__(self, brought: StockImport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.top: list[list[str]] = brought.found.get("top", [])
        self.width = max(map(len, self.top), default=0)
        said = {key(name): column for name, column in brought.found.get("columns", {}).items()}
        self.heads: list[str] = next((row for row in self.top if len(row) == self.width), [])
        choices = [("", "–"), *COLUMNS.items()]
        for place in range(self.width):
            heading = key(self.heads[place]) if place < len(self.heads) else ""
            guess = said.get(str(place + 1), said.get(heading, headings().get(heading, ("", None, 0))[0]))
            self.fields[f"column_{place}"] = forms.ChoiceField(choices=choices, required=False, initial=guess)
        self.initial["no_headings"] = any(name.isdecimal() for name in said)

    def selects(self) -> list[forms.BoundField]:
        """The fields of the columns, in their order."""
        return [self[f"column_{place}"] for place in range(self.width)]

    def columns(self) -> dict[str, str]:
        """Heading (or `#` and place) -> column, as the reader of tables takes it, once the form is valid."""
        given = self.cleaned_data
        if given.get("no_headings"):
            chosen = {f"#{place + 1}": given.get(f"column_{place}", "") for place in range(self.width)}
            return {name: column for name, column in chosen.items() if column}
        return {
            self.heads[place]: given.get(f"column_{place}", "")
            for place in range(len(self.heads))
            if key(self.heads[place])
        }
