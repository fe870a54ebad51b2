"""What a member earned, as a page and a table, and having it paid out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from creations.ldraw.formats import csv_lines
from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.keyset import page
from users.once import once
from users.rates import costs, writes
from users.requests import MemberRequest

from .. import actions
from ..earnings import accounts_of, as_rows, movements, statements, told
from ..models import Payout, PayoutPlace

PAGE = 50


@login_required
@require_safe
@refusals_as_page
def earnings(request: MemberRequest) -> HttpResponse:
    """The accounts with what is owed, payouts, and the movements, newest first."""
    me = request.user.pk
    found = page(movements(me), order="-pk", size=PAGE, after=request.GET.get("after", ""))
    context = {
        "statements": statements(me),
        "least": settings.PROSUM_PAYOUT_LEAST,
        "movements": [(entry, *told(entry)) for entry in found.items],
        "after": found.after,
        "payouts": Payout.objects.filter(account__in=accounts_of(me)).select_related("account").order_by("-pk")[:20],
        "has_place": PayoutPlace.objects.filter(member=me, provider=settings.PROSUM_PAYMENT_PROVIDER).exists(),
    }
    return render(request, "marketplace/earnings.html", context)


@login_required
@require_safe
@costs("download")
def earnings_table(request: MemberRequest) -> HttpResponse:
    """All movements as CSV."""
    answer = HttpResponse(csv_lines(as_rows(movements(request.user.pk))), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="earnings.csv"'
    return answer


@login_required
@require_POST
@once
@refusals_as_page
@writes("settings")
def payout(request: MemberRequest) -> HttpResponse:
    """Have all that is owed on an account paid out."""
    account = get_object_or_404(accounts_of(request.user.pk), pk=whole(request.POST.get("account")) or 0)
    actions.ask_for_payout(account=account, member=request.user)
    note(request, _("The money is on its way to you."))
    return redirect("earnings")


@login_required
@require_POST
@refusals_as_page
@writes("settings")
def connect(request: MemberRequest) -> HttpResponse:
    """Say where the money is to go, on the provider's own page."""
    back = settings.SITE_URL + reverse("earnings")
    address = actions.set_up_payouts(member=request.user, back=back)
    if address == back:
        note(request, _("Your account is set up."))
        return redirect("earnings")
    context = {"address": address}
    return render(request, "marketplace/leaving_to_connect.html", context)
