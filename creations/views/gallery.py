"""The gallery, collections and the profile's creations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from users.keyset import page
from users.rates import costs

from ..catalog.models import Colour
from ..forms import GalleryForm
from ..queries import SORTS, gallery, liked_ids, popular_tags

PAGE = 24


@require_safe
@costs("search", with_query=True)
def gallery_page(request: HttpRequest) -> HttpResponse:
    """Public creations, filtered and sorted; htmx gets the next page alone."""
    form = GalleryForm(request.GET)
    filters, sort = form.filters()
    found = page(gallery(filters), order=SORTS[sort], size=PAGE, after=request.GET.get("after", ""))
    creations = list(found.items)
    context = {
        "creations": creations,
        "after": found.after,
        "filters": filters,
        "sort": sort,
        "liked": liked_ids(request.user, creations),
    }
    if request.headers.get("HX-Request") and request.GET.get("after"):
        return render(request, "creations/_cards.html", context)
    context["form"] = form
    context["tags"] = popular_tags(14)
    context["colours"] = Colour.objects.filter(finish__in=["solid", "transparent", "metal", "pearl"]).exclude(
        code__in=[16, 24]
    )
    return render(request, "creations/gallery.html", context)
