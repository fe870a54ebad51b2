"""A shop's stock by file: bring one, see what it would do, apply it, take the stock away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creations.catalog import library
from creations.catalog.models import Part
from users.answers import note, refusals_as_page
from users.keyset import page
from users.once import once
from users.rates import costs, writes
from users.requests import MemberRequest

from .. import actions
from ..actions.importing import BadStockFile
from ..file_lots import file_lots
from ..import_forms import FORM_NAMES, BringForm, ColumnsForm, TellForm
from ..import_words import changes, colour_in_words, facts, sentence
from ..models import LineKind, StockImport, StockImportLine, StockLot
from ..staging import refusal
from ..stock_files import PARTICULARS, Change, FileLot
from ..stock_files.figures import written
from ..stock_files.writing import as_bricklink_xml, as_bsx, as_csv, as_mass_update
from .shops import mine

PAGE = 50
SHOWN_IMPORTS = 10
#: More of what BrickLink has no number for is counted only.
SHOWN_LEFT_OUT = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("stock_file")
def stock_files(request: MemberRequest, slug: str) -> HttpResponse:
    """Bring a stock file; those that were brought; the stock as files to take away."""
    shop = mine(request, slug)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            brought = actions.bring_stock_file(
                shop=shop,
                member=request.user,
                data=_bytes(given["file"]),
                name=given["file"].name,
                mode=given["mode"],
                form=given["form"],
            )
        except BadStockFile as error:
            form.add_error("file", str(error.message))
        else:
            return redirect(brought)
    context = {
        "shop": shop,
        "form": form,
        "imports": shop.imports.defer("packed", "columns", "parts").order_by("-brought_at", "-pk")[:SHOWN_IMPORTS],
        "exports": [(name, FORM_NAMES[name]) for name in _EXPORTS],
        "has_stock": shop.lots.exists(),
        "most": settings.PROSUM_STOCK_FILE_BYTES // 2**20,
    }
    return render(request, "marketplace/stock_files.html", context, status=422 if form.errors else 200)


def _bytes(file: Any) -> bytes:
    """What was sent, and no more of it than decides that it is too much."""
    data: bytes = file.read(settings.PROSUM_STOCK_FILE_BYTES + 1)
    return data


@login_required
@require_safe
def stock_import(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """What a file would do, or did, line by line; htmx gets the next lines alone, or asks again while it is worked on."""
    brought = _brought(request, slug, pk)
    kind = request.GET.get("kind", "")
    if kind not in LineKind.values:
        kind = next((name for name in LineKind.values if brought.count(name)), LineKind.NEW)
    lines = brought.lines.filter(kind=kind)
    found = page(lines, order="pk", size=PAGE, after=request.GET.get("after", ""))
    context: dict[str, Any] = {
        "shop": brought.shop,
        "brought": brought,
        "kind": kind,
        "lines": _described(brought, found.items),
        "after": found.after,
    }
    if request.headers.get("HX-Request"):
        part = "_import_lines.html" if request.GET.get("after") else "_import_state.html"
        answer = render(request, f"marketplace/{part}", context)
        if not request.GET.get("after") and not brought.is_busy:
            answer["HX-Refresh"] = "true"
        return answer
    context.update(
        kinds=[(name, label, brought.count(name)) for name, label in LineKind.choices if brought.count(name)],
        notes=[sentence(note["why"], note["value"], note["line"]) for note in brought.found.get("notes", [])],
        tell=TellForm(initial={"mode": brought.mode, "numbers": brought.numbers}),
        columns=ColumnsForm(brought) if brought.found.get("top") and brought.may_be_told else None,
        form_name=FORM_NAMES[brought.found["form"]] if brought.found.get("form") else "",
        problem=refusal(brought),
        doing=brought.count("new", "changed"),
        going=brought.count("deleted"),
    )
    return render(request, "marketplace/stock_import.html", context)


@login_required
@require_POST
@refusals_as_page
@writes("stock_file")
def tell(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say how the file is meant, what its columns are, which part is meant by a number; then the comparison."""
    brought = _brought(request, slug, pk)
    form, columns = TellForm(request.POST), ColumnsForm(brought, request.POST)
    if not form.is_valid() or not columns.is_valid():
        raise BadStockFile(_("Choose what the file is."))
    written_, part = request.POST.get("written", "")[:64], request.POST.get("part", "")[:64]
    told = actions.tell_of_stock_file(
        brought=brought,
        member=request.user,
        mode=form.cleaned_data["mode"] or None,
        numbers=form.cleaned_data["numbers"] if "numbers" in request.POST else None,
        columns=columns.columns() if "column_0" in request.POST else None,
        parts={written_: part} if written_ and part else None,
    )
    return redirect(told)


@login_required
@require_POST
@refusals_as_page
@writes("stock_file")
def apply(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Do what was shown; then the page that says what was done."""
    brought = _brought(request, slug, pk)
    done = actions.apply_stock_file(brought=brought, member=request.user, delete=request.POST.get("delete") == "1")
    if not done.is_busy:
        note(request, _("Your stock is as the file says."))
    return redirect(done)


@login_required
@require_POST
@refusals_as_page
@writes("stock_file")
def put_away(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Forget the file; then those that are left."""
    brought = _brought(request, slug, pk)
    actions.put_away_stock_file(brought=brought, member=request.user)
    return redirect("stock_files", slug)


@login_required
@require_safe
@costs("download")
def export(request: MemberRequest, slug: str, form: str) -> HttpResponse | StreamingHttpResponse:
    """The whole stock as a file of one of the forms that are read."""
    shop = mine(request, slug)
    if form not in _EXPORTS:
        raise Http404
    write, media, ending = _EXPORTS[form]
    lots = file_lots(StockLot.objects.filter(shop=shop).order_by("pk").iterator(2000))
    answer = StreamingHttpResponse(_in_chunks(write(lots)), content_type=media)
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="{shop.slug}-{day}.{ending}"'
    return answer


def _as_bsx(lots: Iterable[FileLot]) -> Iterator[str]:
    return as_bsx(lots, settings.PROSUM_CURRENCY, library.names())


def _as_update(lots: Iterable[FileLot]) -> Iterator[str]:
    """What BrickLink is to set in the lots whose numbers there are known: all that we know of them."""
    return as_mass_update(
        Change(lot.lot_id, values={"quantity": lot.quantity, **{name: getattr(lot, name) for name in _SET}})
        for lot in lots
        if lot.lot_id
    )


#: What a mass update sets; BrickLink knows no location.
_SET = [name for name in PARTICULARS if name != "location"]
_XML = "application/xml; charset=utf-8"
_EXPORTS: dict[str, tuple[Any, str, str]] = {
    "bricklink-xml": (as_bricklink_xml, _XML, "xml"),
    "mass-update": (_as_update, _XML, "xml"),
    "bsx": (_as_bsx, _XML, "bsx"),
    "csv": (as_csv, "text/csv; charset=utf-8", "csv"),
}


def _in_chunks(pieces: Iterable[str], size: int = 1 << 16) -> Iterator[bytes]:
    """Pieces of a bearable number: each is one write of the server."""
    held: list[str] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length >= size:
            yield "".join(held).encode()
            held, length = [], 0
    yield "".join(held).encode()


def _brought(request: MemberRequest, slug: str, pk: int) -> StockImport:
    return get_object_or_404(StockImport.objects.select_related("shop"), pk=pk, shop=mine(request, slug))


def _described(brought: StockImport, lines: Iterable[StockImportLine]) -> list[StockImportLine]:
    """The lines with what a page shows of them: names of parts and colours, what changes, why not; two queries for all."""
    found: list[Any] = list(lines)
    lots = StockLot.objects.filter(shop=brought.shop).in_bulk([line.lot for line in found if line.lot])
    for line in found:
        lot = lots.get(line.lot)
        line.part = lot.part if lot else line.fields.get("part", "") if line.kind == LineKind.NEW else ""
        line.colour = lot.colour if lot else line.fields.get("colour") if line.kind == LineKind.NEW else None
        line.lot_shown = lot
    parts = Part.objects.defer("search", "own_words", "called").in_bulk({line.part for line in found if line.part})
    for line in found:
        line.name = parts[line.part].local_name if line.part in parts else line.part
        line.colour_name = "" if line.colour is None else colour_in_words(line.colour)
        line.sentence = sentence(line.why, line.value, line.line) if line.why else ""
        line.changes = [] if line.kind == LineKind.NEW else changes(line)
        line.facts = facts(line) if line.kind == LineKind.NEW and line.fields else []
        line.price = written(line.fields["price"]) if line.kind == LineKind.NEW and line.fields.get("price") else ""
    return found
