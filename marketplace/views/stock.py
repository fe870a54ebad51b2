"""A shop's stock by hand: the table, a lot in place or in full, many at once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creations.catalog.models import Part
from creations.catalog.queries import categories
from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.keyset import page
from users.once import once
from users.rates import costs, writes
from users.requests import MemberRequest

from .. import actions
from ..actions.stocking import BadLot
from ..models import Shop, StockLot
from ..stock_forms import LotForm, ManyForm, NewLotForm, SearchForm, colour_choices
from ..stock_search import STATES, find_stock
from .shops import mine

PAGE = 50
#: As many as a page shows, and more than anybody checks by hand.
MOST_CHOSEN = 500


@login_required
@require_safe
@costs("search", with_query=True)
def stock(request: MemberRequest, slug: str) -> HttpResponse:
    """The lots that fit what is asked; htmx gets the next rows alone."""
    shop = mine(request, slug)
    search = SearchForm(request.GET)
    question = search.question()
    found = page(find_stock(shop, question), order=question.order, size=PAGE, after=request.GET.get("after", ""))
    context: dict[str, Any] = {"shop": shop, "lots": named(found.items), "after": found.after, "question": question}
    if request.headers.get("HX-Request") and request.GET.get("after"):
        return render(request, "marketplace/_stock_rows.html", context)
    context.update(
        categories=categories(get_language() or "en"),
        colours=colour_choices(),
        states=[(name, label) for name, (label, _condition) in STATES.items()],
        many=ManyForm(),
    )
    return render(request, "marketplace/stock.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("stock")
def add(request: MemberRequest, slug: str) -> HttpResponse:
    """The form for a new lot; then another."""
    shop = mine(request, slug)
    initial = {"part": request.GET.get("part", "")[:64], "colour": whole(request.GET.get("colour"))}
    form = NewLotForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            lot = actions.add_lot(
                shop=shop,
                member=request.user,
                part=given["part"],
                colour=given["colour"],
                quantity=given["quantity"],
                fields=form.asked(),
            )
        except BadLot as error:
            form.add_error(error.field or None, str(error.message))
        else:
            note(request, _("%(lot)s is in your stock.") % {"lot": named([lot])[0].name})
            return redirect("stock", slug)
    context = {"shop": shop, "form": form}
    return render(request, "marketplace/stock_lot.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_page
@writes("stock")
def lot(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """A lot in full, or for htmx its row: `?edit=1` with fields in it."""
    shop = mine(request, slug)
    shown = get_object_or_404(StockLot.objects.select_related("shop"), pk=pk, shop=shop)
    in_place = bool(request.headers.get("HX-Request"))
    form = LotForm(request.POST or None, instance=shown, short=in_place)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            shown = actions.change_lot(
                lot=shown, member=request.user, fields=form.asked(), quantity=given["quantity"], was=given.get("was")
            )
        except BadLot as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            if in_place:
                return render(request, "marketplace/_stock_row.html", {"shop": shop, "lot": named([shown])[0]})
            note(request, _("Saved."))
            return redirect("stock", slug)
    context = {"shop": shop, "lot": named([shown])[0], "form": form}
    if in_place:
        is_read = request.method != "POST" and request.GET.get("edit") != "1"
        row = "marketplace/_stock_row.html" if is_read else "marketplace/_stock_row_edit.html"
        return render(request, row, context)
    return render(request, "marketplace/stock_lot.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@refusals_as_page
@writes("stock")
def many(request: MemberRequest, slug: str) -> HttpResponse:
    """Change the lots that are ticked, or all that fit what was asked; then the table."""
    shop = mine(request, slug)
    form = ManyForm(request.POST)
    question = request.GET.urlencode()
    back = reverse("stock", args=[slug]) + (f"?{question}" if question else "")
    if not form.is_valid():
        raise BadLot(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    lots = _chosen(request, shop, form)
    if form.cleaned_data["what"] == "remove":
        gone, kept = actions.remove_lots(shop=shop, member=request.user, lots=lots)
        said = ngettext("%(number)d lot is gone.", "%(number)d lots are gone.", gone) % {"number": gone}
        if kept:
            promised = ngettext(
                "%(number)d lot is promised to orders and stays.",
                "%(number)d lots are promised to orders and stay.",
                kept,
            )
            said += " " + promised % {"number": kept}
    else:
        done = actions.change_lots(shop=shop, member=request.user, lots=lots, change=form.change())
        said = ngettext("%(number)d lot was changed.", "%(number)d lots were changed.", done) % {"number": done}
    note(request, said)
    return redirect(back)


def _chosen(request: MemberRequest, shop: Shop, form: ManyForm) -> Any:
    if form.cleaned_data["every"]:
        return find_stock(shop, SearchForm(request.GET).question())
    ticked = [whole(value, most=2**63 - 1) for value in request.POST.getlist("lots")[:MOST_CHOSEN]]
    return StockLot.objects.filter(shop=shop, pk__in=[pk for pk in ticked if pk is not None])


def named(lots: Any) -> list[Any]:
    """The lots with `name`, what their part is called in the page's language; one query for all."""
    found = list(lots)
    parts = Part.objects.defer("search", "own_words", "called").in_bulk({lot.part for lot in found})
    for one in found:
        one.name = parts[one.part].local_name if one.part in parts else one.part
    return found
