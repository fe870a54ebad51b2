"""The catalogue's pages: browse, search, a part, its pictures, colours."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from users.keyset import page
from users.rates import costs

from ..catalog.models import Colour, Part
from ..catalog.names import category_name
from ..catalog.names.spoken import nicknames
from ..catalog.queries import categories, correction, part_by_number, search_parts
from ..drawings.part_pictures import part_picture as picture_of
from ..ldraw.numbers import today
from ..queries import colours_in_use, creations_using

PAGE = 60
PRINTS = 12


@require_safe
@costs("search", with_query=True)
def parts(request: HttpRequest) -> HttpResponse:
    """The catalogue, searched and by category, or the prints of one mould; htmx gets the next page alone."""
    text, category = request.GET.get("q", "")[:100], request.GET.get("category", "")[:60]
    mould, meant = request.GET.get("mould", "")[:64], correction(text)
    found = page(search_parts(meant, category, mould), order="-rank", size=PAGE, after=request.GET.get("after", ""))
    context: dict[str, Any] = {
        "parts": found.items,
        "after": found.after,
        "q": text,
        "meant": meant if meant != text else "",
        "mould": Part.objects.filter(pk=mould).first() if mould else None,
        "category": category,
        "category_name": category_name(category, get_language() or "en"),
    }
    if request.headers.get("HX-Request") and request.GET.get("after"):
        return render(request, "catalog/_parts.html", context)
    context["categories"] = categories(get_language() or "en")
    return render(request, "catalog/parts.html", context)


@require_safe
def part(request: HttpRequest, pk: str) -> HttpResponse:
    """A part in a colour, the colours it is used in, creations that use it. An old number leads to the new one."""
    shown = part_by_number(pk)
    if shown is None:
        raise Http404
    if shown.pk != pk.lower():
        return redirect("part", shown.pk, permanent=True)
    code = request.GET.get("colour", "")
    colours = list(Colour.objects.exclude(code__in=[16, 24]))
    chosen = next((c for c in colours if str(c.code) == code), next(c for c in colours if c.code == 71))
    used = colours_in_use(shown.pk)
    context = {
        "part": shown,
        "nicknames": nicknames(shown.pk),
        "prints": shown.prints.order_by("-popularity", "-pk")[:PRINTS],
        "chosen": chosen,
        "used": [c for c in colours if c.code in used],
        "others": [c for c in colours if c.code not in used],
        "creations": creations_using(shown.pk)[:8],
    }
    return render(request, "catalog/part.html", context)


@require_safe
@cache_control(public=True, max_age=7 * 24 * 3600)
def part_picture(request: HttpRequest, pk: str, colour: int) -> HttpResponse:
    """A part's picture. Unknown parts and colours have none, so what can be asked for is bounded."""
    pk = today(pk.lower())  # a file, an order of last year: they keep the number they were written with
    if not Colour.objects.filter(code=colour).exists() or not Part.objects.filter(pk=pk).exists():
        raise Http404
    picture = picture_of(pk, colour)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/webp")


@require_safe
def colours(request: HttpRequest) -> HttpResponse:
    """All colours one can build in, by finish."""
    shown = Colour.objects.exclude(code__in=[16, 24]).order_by("finish", "code")
    return render(request, "catalog/colours.html", {"colours": shown})
