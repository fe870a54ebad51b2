"""The page on which a designer marks the lots of which any colour will do."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from users.answers import note, refusals_as_page
from users.errors import NotAllowed
from users.input.numbers import whole
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..permissions import policy
from ..queries import hidden_pieces, lots_with_names
from .creation import find


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_page
@writes("edit")
def any_colour(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """The newest revision's lots with what is marked and what nobody sees; then the creation."""
    creation = find(request, username, slug)
    if not policy.can_edit(request.user, creation):
        raise NotAllowed
    revision = creation.current
    lots = list(revision.lots.filter(custom=False).order_by("-quantity", "part", "colour")) if revision else []
    if request.method == "POST":
        chosen = {whole(pk, most=2**63 - 1) for pk in request.POST.getlist("lot")}
        marked = {(lot.part, lot.colour) for lot in lots if lot.pk in chosen}
        actions.mark_any_colour(creation=creation, member=request.user, lots=marked)
        note(request, _("Kept. Buyers are offered other colours where these cannot be had."))
        return redirect(creation)
    marked = {(part, colour) for part, colour in creation.any_colour}
    hidden = hidden_pieces(revision) if revision else {}
    rows = [(lot, (lot.part, lot.colour) in marked, hidden.get((lot.part, lot.colour), 0)) for lot in lots]
    context = {"creation": creation, "rows": rows, "names": lots_with_names(revision) if revision else {}}
    return render(request, "creations/any_colour.html", context)
