"""The basket: what is wanted, how it may be supplied, and the plan as it gets better."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from creations.ldraw import LDrawError
from creations.lists import read_brought, told_unknown
from creations.queries import names_of
from creations.views.creation import find, find_revision
from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.once import once
from users.rates import writes
from users.work.models import State, Work

from .. import actions
from ..actions.baskets import BadBasket, basket_for, new_basket
from ..basket_forms import OptionsForm
from ..basket_orders import offered
from ..basket_plans import PLAN, is_true
from ..models import Basket, BasketPlan, BasketSubstitute, Condition, Shop, StockLot
from ..plan_differences import Difference, difference
from ..stock_forms import colour_choices
from ..substitute_words import reason

#: Where the session keeps the number of a visitor's basket.
_HELD = "basket"
MOST_BYTES = 2 * 1024 * 1024


@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """What is in it, the options, and the plan."""
    held = find_basket(request)
    context: dict[str, Any] = {"basket": held, "colours": colour_choices()}
    if held is not None:
        context.update(
            creations=held.creations.select_related("revision__creation__owner", "revision__creation__cover"),
            lots=named_lots(held),
            form=OptionsForm(basket=held),
            **_plan(held),
        )
    return render(request, "marketplace/basket.html", context)


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The plan alone, which asks for itself again while it gets better."""
    held = find_basket(request)
    if held is None:
        raise Http404
    return render(request, "marketplace/_plan.html", {"basket": held, **_plan(held)})


@require_POST
@once
@refusals_as_page
@writes("basket")
def add_creation(request: HttpRequest, username: str, slug: str, number: int) -> HttpResponse:
    """Put the parts of a revision into the basket; then the basket."""
    revision = find_revision(find(request, username, slug), number)
    times = whole(request.POST.get("times") or "1", least=1) or 1
    actions.add_creation(basket=basket_to_fill(request), visitor=request.user, revision=revision, times=times)
    note(request, _("The parts of %(title)s are in your basket.") % {"title": revision.creation.title})
    return redirect("basket")


@require_POST
@once
@refusals_as_page
@writes("basket")
def add_lots(request: HttpRequest) -> HttpResponse:
    """A single lot, or all of a list that is brought as a file; then the basket."""
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > MOST_BYTES:
            raise BadBasket(_("This list is too large: at most %(number)d MB.") % {"number": MOST_BYTES // 2**20})
        try:
            read = read_brought(file.read(), file.name or "list.csv")
        except LDrawError as error:
            raise BadBasket(str(error)) from error
        lots = [(lot.part, lot.colour, lot.quantity) for lot in read.parts if not lot.custom]
        left_out = told_unknown(read)
    else:
        colour, quantity = whole(request.POST.get("colour")), whole(request.POST.get("quantity") or "1", least=1)
        lots, left_out = [(request.POST.get("part", "")[:64], -1 if colour is None else colour, quantity or 0)], []
    added = actions.add_lots(basket=basket_to_fill(request), lots=lots)
    note(
        request,
        ngettext("%(number)d lot is in your basket.", "%(number)d lots are in your basket.", added) % {"number": added},
    )
    for sentence in left_out[:5]:
        note(request, sentence)
    return redirect("basket")


@require_POST
@refusals_as_page
@writes("basket")
def change(request: HttpRequest) -> HttpResponse:
    """Another number of something that is in it, 0 to take it out; or take out everything."""
    held = held_basket(request)
    number = whole(request.POST.get("number") or "0", most=10**6) or 0
    if request.POST.get("empty"):
        actions.empty_basket(basket=held)
    elif request.POST.get("creation"):
        pk = whole(request.POST.get("creation"), most=2**63 - 1)
        actions.set_times(basket=held, creation=get_object_or_404(held.creations, pk=pk), times=number)
    else:
        pk = whole(request.POST.get("lot"), most=2**63 - 1)
        actions.set_quantity(basket=held, lot=get_object_or_404(held.lots, pk=pk), quantity=number)
    return redirect("basket")


@require_POST
@refusals_as_page
@writes("basket")
def options(request: HttpRequest) -> HttpResponse:
    """How it may be supplied; then the basket with a new plan."""
    held = held_basket(request)
    form = OptionsForm(request.POST, basket=held)
    if not form.is_valid():
        raise BadBasket(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    actions.choose(basket=held, options=form.options())
    return redirect("basket")


@require_POST
@refusals_as_page
@writes("basket")
def again(request: HttpRequest) -> HttpResponse:
    """Plan anew with what the shops offer now."""
    actions.plan_again(basket=held_basket(request))
    return redirect("basket")


def find_basket(request: HttpRequest) -> Basket | None:
    """The basket of whoever asks."""
    number = request.session.get(_HELD)
    return basket_for(request.user, number if isinstance(number, int) else None)


def held_basket(request: HttpRequest) -> Basket:
    """The basket of whoever asks; the page is not there for who has none."""
    held = find_basket(request)
    if held is None:
        raise Http404
    return held


def basket_to_fill(request: HttpRequest) -> Basket:
    """The basket of whoever asks, a new one if need be; a visitor's session is told its number."""
    held = find_basket(request) or new_basket(request.user)
    if held.owner_id is None:
        request.session[_HELD] = held.pk
    return held


def _plan(held: Basket) -> dict[str, Any]:
    """The plan as its page shows it: parcels with their shops, what is missing, what became of the work."""
    kept = BasketPlan.objects.filter(basket=held).first()
    work = Work.objects.filter(kind=PLAN, subject=held.subject).first()
    failed = work is not None and work.state in (State.FAILED, State.PARKED)
    if kept is None:
        return {"plan": None, "is_planning": False, "failed": failed}
    kept.basket = held
    shops = Shop.objects.in_bulk([parcel["shop"] for parcel in kept.parcels])
    parcels = [{**parcel, "seller": shops.get(parcel["shop"]), "total": _total(parcel)} for parcel in kept.parcels]
    decisions, changed = list(held.decisions.all()), difference(kept)
    named = _names(_parts_of(kept, decisions, changed))
    used = _used([lot["stock"] for parcel in parcels for lot in parcel["lots"]])
    for parcel in parcels:
        parcel["lots"] = [
            {**lot, "name": named[lot["lot"][0]], "condition": used.get(lot["stock"])} for lot in parcel["lots"]
        ]
    royalty = offered(held, kept).royalty if kept.parcels else 0
    return {
        "plan": kept,
        "parcels": parcels,
        "names": named,
        "changed": changed,
        "changed_shops": _shop_names(changed),
        "proposals": [_shown(row, shops) for row in kept.proposals] if kept.is_final else [],
        "decisions": decisions,
        "missing": [(part, colour, quantity, named[part]) for part, colour, quantity in kept.missing],
        "missing_pieces": sum(quantity for _part, _colour, quantity in kept.missing),
        "royalty": royalty,
        "total": kept.cost + royalty,
        "spare": kept.cost - kept.bound,
        "is_planning": not kept.is_final and not failed,
        "failed": failed,
        "moved": kept.is_final and not is_true(kept),
    }


def _shown(row: dict[str, Any], shops: dict[int, Shop]) -> dict[str, Any]:
    """A proposal with its reason in words, what it saves, and the shop's name where the plan has no parcel from it."""
    saves = None if row["instead_of"] is None else row["instead_of"] - row["cost"]
    more = None if row["shop"] in shops else Shop.objects.filter(pk=row["shop"]).values_list("name", flat=True).first()
    return {**row, "reason": reason(row["why"]), "saves": saves, "another_parcel": more}


def _shop_names(changed: Difference | None) -> dict[str, list[str]]:
    """The shops that came and those that are gone, by name."""
    if changed is None:
        return {}
    named = dict(Shop.objects.filter(pk__in=[*changed.came, *changed.gone]).values_list("pk", "name"))
    sides = {"came": changed.came, "gone": changed.gone}
    return {side: [named[pk] for pk in shops if pk in named] for side, shops in sides.items()}


def _parts_of(kept: BasketPlan, decisions: list[BasketSubstitute], changed: Difference | None) -> set[str]:
    """All parts that a plan's page names."""
    found = {part for part, _colour, _pieces in kept.missing}
    for parcel in kept.parcels:
        for lot in parcel["lots"]:
            found |= {lot["lot"][0], *(part for part, _colour, _pieces in lot.get("instead_of", ()))}
    found |= {one.part for one in changed.lots} if changed else set()
    found |= {row[name] for row in kept.proposals for name in ("part", "to_part")}
    return found | {part for one in decisions for part in (one.part, one.to_part)}


def _used(stock: list[int]) -> dict[int, str]:
    """In words, the condition of those of the lots that are not new."""
    old = StockLot.objects.filter(pk__in=stock).exclude(condition=Condition.NEW).only("condition")
    return {lot.pk: lot.get_condition_display() for lot in old}


def _total(parcel: dict[str, Any]) -> int:
    return int(parcel["parts"] + parcel["shipping"] + parcel["fees"])


def named_lots(held: Basket) -> list[Any]:
    """The single lots, each with the `name` of its part."""
    lots = list(held.lots.all())
    names = _names({lot.part for lot in lots})
    return [{"row": lot, "name": names[lot.part]} for lot in lots]


def _names(parts: set[str]) -> dict[str, str]:
    return {**{part: part for part in parts}, **names_of(parts)}
