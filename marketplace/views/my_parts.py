"""What a member has at home, what is missing for a creation, and what they can build."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from creations.ldraw.formats import FORMATS
from creations.lists import left_out_of
from creations.models import Creation, Revision
from creations.queries import liked_ids, names_of
from creations.views.creation import find
from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.keyset import page
from users.once import once
from users.rates import costs, writes
from users.requests import MemberRequest

from .. import actions
from ..actions.baskets import new_basket
from ..actions.owning import MOST_BYTES, BadOwned, TooLarge
from ..buildable.found import Order
from ..building import find_buildable
from ..owned import missing_parts, needed_by, share_of
from ..queries import owned_figures
from ..stock_forms import colour_choices
from .baskets import find_basket

PAGE = 60
CARDS = 24


@login_required
@require_safe
def my_parts(request: MemberRequest) -> HttpResponse:
    """What one has, the most of it first, with the ways to say so."""
    found = page(request.user.owned_lots.all(), order="-quantity", size=PAGE, after=request.GET.get("after", ""))
    names = names_of({lot.part for lot in found.items})
    context = {"lots": found.items, "after": found.after, "names": names}
    if request.headers.get("HX-Request") and request.GET.get("after"):
        return render(request, "marketplace/_owned_rows.html", context)
    context |= {"figures": owned_figures(request.user), "colours": colour_choices()}
    return render(request, "marketplace/my_parts.html", context)


@login_required
@require_POST
@once
@refusals_as_page
@writes("own")
def bring(request: MemberRequest) -> HttpResponse:
    """Add the parts of a list, a model or a set's file."""
    file = request.FILES.get("file")
    if file is None:
        raise BadOwned(_("Choose a file first."))
    if (file.size or 0) > MOST_BYTES:
        raise TooLarge
    instead = request.POST.get("instead") == "1"
    brought = actions.bring_owned(member=request.user, data=file.read(), name=file.name or "", instead=instead)
    said = ngettext("%(number)d piece came in.", "%(number)d pieces came in.", brought.pieces)
    note(request, said % {"number": brought.pieces})
    for sentence in brought.unknown[:20]:
        note(request, sentence)
    return redirect("my_parts")


@login_required
@require_POST
@refusals_as_page
@writes("own")
def change(request: MemberRequest) -> HttpResponse:
    """Say how many of one lot one has; 0 takes it away."""
    quantity, colour = whole(request.POST.get("quantity")), whole(request.POST.get("colour"))
    if quantity is None or colour is None:
        raise BadOwned(_("Say the part's number, its colour and how many."))
    actions.own(member=request.user, part=request.POST.get("part", "")[:64], colour=colour, quantity=quantity)
    note(request, _("Kept.") if quantity else _("Taken away."))
    return redirect("my_parts")


@login_required
@require_POST
@refusals_as_page
@writes("own")
def forget(request: MemberRequest) -> HttpResponse:
    """Own nothing any more."""
    actions.forget_owned(member=request.user)
    note(request, _("Your list of parts is empty."))
    return redirect("my_parts")


@login_required
@require_safe
@refusals_as_page
@costs("search")
def buildable(request: MemberRequest) -> HttpResponse:
    """Public creations by how much of each one has, or by what the rest costs."""
    order = Order.PRICE if request.GET.get("sort") == Order.PRICE.value else Order.SHARE
    any_colour = request.GET.get("colours") == "any"
    least = min(whole(request.GET.get("pieces")) or 1, 10**6)
    first = min(whole(request.GET.get("after")) or 0, 10_000)
    found = find_buildable(request.user, any_colour=any_colour, order=order, least_pieces=least)
    shown = found[first : first + CARDS]
    context: dict[str, Any] = {
        "found": shown,
        "after": first + CARDS if len(found) > first + CARDS else "",
        "liked": liked_ids(request.user, [creation for creation, _one in shown]),
    }
    if request.headers.get("HX-Request") and first:
        return render(request, "marketplace/_buildable_cards.html", context)
    context |= {
        "figures": owned_figures(request.user),
        "sort": order.value,
        "any_colour": any_colour,
        "pieces": least,
    }
    return render(request, "marketplace/buildable.html", context)


@login_required
@require_safe
def mine_of(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """What one has of a creation's parts and what is missing, with the missing ones to take along."""
    creation, revision = _found(request, username, slug)
    needed = needed_by(request.user, revision)
    missing = missing_parts(needed)
    context = {
        "creation": creation,
        "revision": revision,
        "share": share_of(request.user, revision),
        "missing": [each for each in needed if each.missing][:400],
        "names": names_of({lot.part for lot in missing}),
        "formats": OFFERED,
        "left_out": left_out_of(missing),
    }
    return render(request, "marketplace/mine_of.html", context)


#: The formats the page offers; the others are second files of these.
OFFERED = ("csv", "bricklink-xml", "rebrickable-csv", "json")


@login_required
@require_safe
@costs("download")
def missing_file(request: MemberRequest, username: str, slug: str, name: str) -> HttpResponse:
    """What is missing, in one of the formats of parts lists."""
    creation, revision = _found(request, username, slug)
    if name not in FORMATS:
        raise Http404
    write, media_type, ending = FORMATS[name]
    answer = HttpResponse(write(missing_parts(needed_by(request.user, revision))), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{creation.slug}-missing.{ending}"'
    return answer


@login_required
@require_POST
@once
@refusals_as_page
@writes("own")
def take_apart(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Add a creation's parts to one's own, or take them away again."""
    creation, revision = _found(request, username, slug)
    away = request.POST.get("action") == "away"
    pieces = actions.own_parts_of(member=request.user, revision=revision, times=-1 if away else 1)
    if away:
        said = ngettext("%(number)d piece was taken away.", "%(number)d pieces were taken away.", pieces)
    else:
        said = ngettext(
            "%(number)d piece was added to your parts.", "%(number)d pieces were added to your parts.", pieces
        )
    note(request, said % {"number": pieces})
    return redirect("creation_my_parts", username, creation.slug)


@login_required
@require_POST
@once
@refusals_as_page
@writes("basket")
def order_missing(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Put a creation into the basket without what one has at home; then the basket."""
    _creation, revision = _found(request, username, slug)
    held = find_basket(request) or new_basket(request.user)
    actions.add_creation(basket=held, visitor=request.user, revision=revision, minus_owned=True)
    note(request, _("What you are missing of %(title)s is in your basket.") % {"title": revision.creation.title})
    return redirect("basket")


def _found(request: HttpRequest, username: str, slug: str) -> tuple[Creation, Revision]:
    creation = find(request, username, slug)
    if creation.current is None:
        raise Http404
    return creation, creation.current
