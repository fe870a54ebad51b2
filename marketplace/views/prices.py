"""What lots cost in the shops, for the Studio's running price, and what a creation costs delivered to a country."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from creations.views.creation import find
from users.answers import refusals_as_json
from users.errors import ActionError
from users.input.json_reader import read_json
from users.rates import costs

from ..countries import COUNTRIES, country_choices, country_of
from ..pricing import lot_prices, quote
from ..taxing import left_out

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


@require_safe
@costs("price")
def delivered(request: HttpRequest, username: str, slug: str) -> HttpResponse:
    """What a creation's parts cost delivered to a country, broken down; htmx gets that alone.

    `country` says where; else the browser's languages do, else the site.
    """
    creation = find(request, username, slug)
    if creation.current is None:
        raise Http404
    asked = request.GET.get("country", "")
    country = asked if asked in COUNTRIES else country_of(request.headers.get("Accept-Language", ""))
    creation.current.creation = creation
    made = quote(creation.current, country=country)
    context = {
        "creation": creation,
        "quote": made,
        "countries": country_choices(),
        "left_out": [] if made.is_complete else left_out(made.country),
    }
    alone = bool(request.headers.get("HX-Request"))
    return render(request, "marketplace/_delivered.html" if alone else "marketplace/delivered.html", context)
