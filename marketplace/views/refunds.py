"""Give money back for a parcel: its seller and operators."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from users.answers import note, refusals_as_page
from users.input.numbers import whole
from users.once import once
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..amounts import left_of_parcel
from ..forms import RefundForm
from ..models import Parcel
from ..permissions import policy


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("ship")
def parcel_refund(request: MemberRequest, pk: int) -> HttpResponse:
    """Pieces, shipping and goodwill in one form; another button gives back all that is left."""
    parcel = get_object_or_404(Parcel.objects.select_related("order", "shop"), pk=pk)
    if not policy.can_refund(request.user, parcel):
        raise Http404
    form = RefundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "all" in request.POST:
            actions.refund_rest(order=parcel.order, member=request.user, parcel=parcel, note=given["note"])
        else:
            pieces = {
                line.pk: number
                for line in parcel.lines.all()
                if (number := whole(request.POST.get(f"line-{line.pk}"))) is not None
            }
            actions.refund_parcel(
                parcel=parcel,
                member=request.user,
                pieces=pieces,
                shipping=form.cents("shipping"),
                goodwill=form.cents("goodwill"),
                note=given["note"],
                restock=given["restock"],
            )
        note(request, _("The money is on its way back. The buyer was told."))
        return redirect(parcel.order.get_absolute_url())
    context = {
        "parcel": parcel,
        "order": parcel.order,
        "lines": parcel.lines.with_back().order_by("location", "part", "colour"),
        "form": form,
        "left": left_of_parcel(parcel),
    }
    return render(request, "marketplace/refund.html", context, status=422 if form.errors else 200)
