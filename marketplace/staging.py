"""A stock file that was brought is read and compared with the shop's stock; what it would do is kept line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from creations.catalog import library
from creations.ldraw.errors import LDrawError
from creations.ldraw.lists.csv_rows import first_lines
from creations.ldraw.lists.kinds import list_text
from creations.ldraw.lists.words import key
from creations.ldraw.numbers import Site
from creations.lists import refused_in_words

from .file_lots import file_lot, kept
from .models import ImportState, Shop, StockImport, StockImportLine, StockLot
from .stock_files import StockFile, Told, read_stock
from .stock_files.comparing import Comparison, Fate, Mode, Stocked, compare
from .stock_files.proposals import Proposals

#: So many rows are written at once.
_PIECE = 2000
#: Why a stock file cannot be read, beside what is said of every list.
REFUSALS: Mapping[str, Any] = {
    "this stock file holds no lots": _("this stock file holds no lots"),
    "this is a web page and no stock file, perhaps as one was signed out when it was downloaded": _(
        "this is a web page and no stock file, perhaps as you were signed out when it was downloaded"
    ),
    "the file has more lots than are read": _("the file has more lots than are read"),
}


def refusal(brought: StockImport) -> str:
    """Why a file cannot be read, in the reader's language; or why it could not be applied."""
    error = brought.found.get("error")
    return refused_in_words(LDrawError(**error), REFUSALS) if error else brought.problem


class Staged:
    """What became of a file: a comparison or the reason why there is none, and what was found out."""

    def __init__(self, brought: StockImport) -> None:
        self.brought = brought
        self.refused = False
        self.comparison: Comparison | None = None
        self.found: dict[str, Any] = {}
        data = brought.data
        try:
            text = list_text(data, brought.name)
            if not text.lstrip().startswith("<"):
                self.found["top"] = [[cell[:60] for cell in row[:40]] for row in first_lines(text, brought.name)]
            self._compare(self._read(data))
        except LDrawError as error:
            self.refused = True
            self.found["error"] = {
                "reason": error.reason,
                "file": error.file,
                "line": error.line,
                "column": error.column,
            }

    def _read(self, data: bytes) -> StockFile:
        brought = self.brought
        columns = brought.columns or columns_of_last_time(brought.shop, self.found.get("top", []))
        self.found["columns"] = columns
        told = Told(brought.form, columns, Site(brought.numbers) if brought.numbers else None, brought.parts)
        names = library.names()
        return read_stock(data, brought.name, names.__contains__, told, propose=Proposals(names).of)

    def _compare(self, read: StockFile) -> None:
        brought = self.brought
        earlier = (
            StockImport.objects.filter(
                shop=brought.shop, digest=brought.digest, mode=brought.mode, state=ImportState.APPLIED
            )
            .order_by("-applied_at")
            .first()
        )
        lots = StockLot.objects.filter(shop=brought.shop).order_by("pk").iterator(_PIECE)
        stock = (Stocked(lot.pk, file_lot(lot), lot.reserved) for lot in lots)
        self.comparison = compare(stock, read, Mode(brought.mode), again=earlier is not None)
        fates = [*self.comparison.fates, *self.comparison.deletions]
        self.found |= {
            "form": read.form,
            "currency": read.currency,
            "excluded": read.excluded,
            "differences": read.differences,
            "whole": read.whole,
            "held_back": self.comparison.held_back,
            "notes": [{"line": note.line, "why": note.why.name, "value": note.value} for note in read.notes],
            "counts": Counter(fate.kind.value for fate in fates),
            "earlier": localize(localtime(earlier.applied_at)) if earlier and earlier.applied_at else "",
            "other_currency": read.currency if read.currency not in ("", settings.PROSUM_CURRENCY) else "",
        }

    def keep(self) -> None:
        """Write it down, in the caller's transaction. What was staged before is forgotten."""
        brought = StockImport.objects.select_for_update().filter(pk=self.brought.pk).first()
        if brought is None or brought.state not in (ImportState.READING, ImportState.STAGED, ImportState.REFUSED):
            return
        brought.lines.all().delete()
        brought.state = ImportState.REFUSED if self.refused else ImportState.STAGED
        brought.problem, brought.found = "", self.found
        brought.save(update_fields=["state", "problem", "found"])
        rows = self._rows(brought)
        while StockImportLine.objects.bulk_create(islice(rows, _PIECE)):
            pass

    def _rows(self, brought: StockImport) -> Iterator[StockImportLine]:
        if self.comparison is not None:
            for fate in (*self.comparison.fates, *self.comparison.deletions):
                yield _row(brought, fate)


def _row(brought: StockImport, fate: Fate) -> StockImportLine:
    problem = fate.problem
    row = StockImportLine(
        stock_import=brought,
        line=fate.line,
        kind=fate.kind.value,
        lot=fate.id,
        was=fate.quantity[0] if fate.quantity else 0,
        by=fate.by,
        fields=kept(fate.lot) if fate.lot is not None else {name: list(pair) for name, pair in fate.changed.items()},
        promised=fate.promised,
    )
    if problem is not None:
        row.cell, row.why, row.value = problem.column, problem.why.name, problem.value[:80]
        row.entry, row.proposals = problem.entry[:220], list(problem.proposals)
    return row


def columns_of_last_time(shop: Shop, top: list[list[str]]) -> dict[str, str]:
    """What the seller said of a table's columns the last time, if this one has the same headings; else nothing."""
    headings = {key(cell) for row in top for cell in row}
    said = StockImport.objects.filter(shop=shop).exclude(columns={}).order_by("-pk").values_list("columns", flat=True)
    for columns in said[:5]:
        if all(not name.startswith("#") and key(name) in headings for name in columns):
            return dict(columns)
    return {}


def parts_of_last_time(shop: Shop) -> dict[str, str]:
    """Which parts the seller said to be meant by numbers that no part has."""
    said = (
        StockImport.objects.filter(shop=shop).exclude(parts={}).order_by("-pk").values_list("parts", flat=True).first()
    )
    return dict(said or {})
