"""What a shop sold, as a chart and tables, and the labels of what it sends."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from creations.ldraw.formats import csv_lines
from users.answers import note
from users.input.numbers import whole
from users.rates import costs

from ..models import Parcel, Shop
from ..permissions import policy, shop_policy
from ..sales import bars, sales_by_month, tax_rows


@login_required
@require_safe
def sales(request: HttpRequest, slug: str) -> HttpResponse:
    """The last twelve months."""
    shop = _mine(request, slug)
    months = sales_by_month(shop)
    return render(request, "marketplace/sales.html", {"shop": shop, "months": months, "bars": bars(months)})


@login_required
@require_safe
@costs("download")
def tax_table(request: HttpRequest, slug: str) -> HttpResponse:
    """All that was invoiced and credited, by month, country and rate, as CSV."""
    shop = _mine(request, slug)
    answer = HttpResponse(csv_lines(tax_rows(shop)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tax-{shop.slug}.csv"'
    return answer


@login_required
@require_safe
@costs("download")
def labels(request: HttpRequest) -> HttpResponse:
    """The address labels of the chosen parcels (`parcel`), on the chosen `paper`."""
    # The PDF's library is loaded by who asks for one, not by every start.
    from ..labels import MOST, PAPERS, labels_pdf

    chosen = [pk for text in request.GET.getlist("parcel")[:MOST] if (pk := whole(text)) is not None]
    mine = Parcel.objects.filter(shop__in=policy.shops_of(request.user), pk__in=chosen, order__sold_at__isnull=False)
    parcels = list(mine.select_related("order", "shop").order_by("pk"))
    if not parcels:
        note(request, _("Choose the parcels whose labels you want."))
        return redirect("shop")
    paper = PAPERS.get(request.GET.get("paper", ""), PAPERS["a4"])
    answer = HttpResponse(labels_pdf(parcels, paper), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="labels.pdf"'
    return answer


def _mine(request: HttpRequest, slug: str) -> Shop:
    shop = get_object_or_404(Shop, slug=slug)
    if not shop_policy.can_run(request.user, shop):
        raise Http404
    return shop
