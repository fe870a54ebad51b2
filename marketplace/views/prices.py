"""What lots cost in the house shop, for the Studio's running price and its marks on what nobody has."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..pricing import lot_prices

MAX_LOTS = 20_000


@csrf_exempt  # it only reads
@require_POST
def prices(request: HttpRequest) -> HttpResponse:
    """`[[part, colour], …]` to `{"currency": "EUR", "prices": {"3001:4": [minor units, available]}}`; lots nobody has are left out."""
    try:
        rows = json.loads(request.read(2 * 1024 * 1024))
        wanted = {(str(part)[:64], int(colour)) for part, colour in rows[:MAX_LOTS] if 0 <= int(colour) < 2**31}
    except (ValueError, TypeError, OverflowError):
        return JsonResponse({"error": _("This parts list cannot be read.")}, status=400)
    return JsonResponse(lot_prices(wanted))
