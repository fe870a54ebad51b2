"""What lots cost in the shops, for the Studio's running price and its marks on what nobody has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from users.answers import refusals_as_json
from users.errors import ActionError
from users.input.json_reader import read_json
from users.rates import costs

from ..pricing import lot_prices

#: As many as the largest model has: 5,000 lots are a hundred times a usual one.
MOST_LOTS = 5_000
MOST_BYTES = 512 * 1024


class BadList(ActionError):
    """What was sent is no list of lots, or too long a one."""


@csrf_exempt  # it only reads
@require_POST
@refusals_as_json
@costs("price")
def prices(request: HttpRequest) -> HttpResponse:
    """`[[part, colour], …]` to `{"currency": "EUR", "prices": {"3001:4": [ten-thousandths, available]}}`; lots nobody has are left out."""
    rows = read_json(request.read(MOST_BYTES + 1), most_bytes=MOST_BYTES, most_depth=2)
    try:
        wanted = {(str(part)[:64], int(colour)) for part, colour in rows if 0 <= int(colour) < 2**31}
    except (ValueError, TypeError) as error:
        raise BadList(_("This parts list cannot be read.")) from error
    if len(wanted) > MOST_LOTS:
        raise BadList(_("At most %(number)d lots are priced at once.") % {"number": MOST_LOTS})
    return JsonResponse(lot_prices(wanted))
