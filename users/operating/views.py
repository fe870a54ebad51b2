"""The page of what happens in the background."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ..answers import note, refusals_as_page
from ..errors import ActionError
from ..input.numbers import whole
from ..keyset import page
from ..mails.models import MailServer
from ..rates import writes
from ..requests import MemberRequest
from ..work.models import State
from . import boards
from .boards import BOARDS, Board

PAGE = 50
_MOVES = {"retry": boards.retry, "drop": boards.drop}


def _board(name: str) -> Board:
    if name not in BOARDS:
        raise Http404
    return BOARDS[name]


@login_required
@require_safe
@refusals_as_page
def background(request: MemberRequest, name: str = "work") -> HttpResponse:
    """The rows of a board in one state, parked ones first to be seen."""
    boards.check(request.user)
    board = _board(name)
    state = request.GET.get("state", "")
    state = state if state in State.values else State.PARKED.value
    found = page(board.rows.filter(state=state), order="-pk", size=PAGE, after=request.GET.get("after", ""))
    counts = board.counts()
    context = {
        "board": board,
        "boards": [(one, one.counts()[State.PARKED]) for one in BOARDS.values()],
        "states": [(one, counts[one.value]) for one in State],
        "state": state,
        "rows": [(row, board.what(row), board.whose(row)) for row in found.items],
        "after": found.after,
        "server": MailServer.objects.filter(failures__gt=0).first(),
        "can_move": state not in (State.DONE, State.RUNNING),
    }
    return render(request, "operating/background.html", context)


@writes("moderate")
@login_required
@require_POST
@refusals_as_page
def move(request: MemberRequest, name: str) -> HttpResponse:
    """Try the chosen rows anew, or give them up."""
    boards.check(request.user)
    board = _board(name)
    act = _MOVES.get(request.POST.get("move", ""))
    ids = [pk for given in request.POST.getlist("row") if (pk := whole(given)) is not None]
    if act is None or not ids:
        raise ActionError(_("Choose what is to be tried again or given up."))
    moved = act(member=request.user, board=board, ids=ids)
    if act is boards.retry:
        told = ngettext("%(n)d is tried again.", "%(n)d are tried again.", moved)
    else:
        told = ngettext("%(n)d is given up.", "%(n)d are given up.", moved)
    note(request, told % {"n": moved})
    return redirect(reverse("background", args=[board.name]))
