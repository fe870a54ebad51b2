"""Invoices and credit notes, as PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from users.rates import costs

from ..guests import asker_of, signed_in_or_by_link
from ..models import Invoice
from ..permissions import policy


@signed_in_or_by_link
@require_safe
@costs("download")
def invoice(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """An invoice or credit note of an order, in the order's language."""
    # The PDF's libraries are loaded by who asks for one, not by every start.
    from ..invoice_pdf import invoice_pdf

    found = Invoice.objects.select_related("parcel__shop", "parcel__order", "corrects")
    shown = get_object_or_404(found, pk=pk, parcel__order__number=number)
    if not any(policy.can_read_invoice(asker, shown) for asker in (request.user, asker_of(request, number))):
        raise Http404
    answer = HttpResponse(invoice_pdf(shown), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{shown.number}.pdf"'
    return answer
