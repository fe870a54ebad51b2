"""Creations on other people's sites: a page that is only the model, and oEmbed, by which other programs learn of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from users.input.numbers import whole
from users.pictures import SHARED, shared_address
from users.rates import costs

from ..models import Creation
from ..permissions import policy
from ..queries import creation_at
from .following import follow_to

#: The size offered, in pixels; whoever asks may want a smaller one of the same shape.
WIDTH, HEIGHT = 800, 600
LEAST = 160


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
def embed(request: HttpRequest, username: str, slug: str) -> HttpResponse:
    """What everybody may see, for a frame anywhere: it knows no visitor."""
    shown = _for_everybody(username, slug)
    follow_to(request, shown)
    return render(request, "creations/embed.html", {"creation": shown, "revision": shown.current})


@require_safe
@costs("search")
def oembed(request: HttpRequest) -> HttpResponse:
    """https://oembed.com, as JSON: how to show the creation whose page is `url`."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": _("Only JSON is spoken here.")}, status=501)
    try:
        asked = urlsplit(request.GET.get("url", ""))
        match = resolve(asked.path)
        if match.url_name != "creation" or asked.netloc not in ("", urlsplit(settings.SITE_URL).netloc):
            raise Http404
        shown = _for_everybody(**match.kwargs)
        width = min(
            WIDTH, *(_pixels(request, name) * by for name, by in (("maxwidth", 1.0), ("maxheight", WIDTH / HEIGHT)))
        )
    except (Http404, Resolver404):
        return JsonResponse({"error": _("This address shows no creation.")}, status=404)
    except ValueError:
        return JsonResponse(
            {"error": _("A size is a number of pixels, %(least)d at least.") % {"least": LEAST}}, status=400
        )
    width, height = round(width), round(width * HEIGHT / WIDTH)
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": shown.title,
            "author_name": str(shown.owner),
            "author_url": f"{settings.SITE_URL}{shown.owner.get_absolute_url()}",
            "provider_name": "Prosum",
            "provider_url": settings.SITE_URL,
            "html": frame_of(shown, width, height),
            "width": width,
            "height": height,
            **_thumbnail(shown),
        }
    )


def frame_of(creation: Creation, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The HTML that shows a creation on another site."""
    address = reverse("creation_embed", args=[creation.owner.username, creation.slug])
    return format_html(
        '<iframe src="{}{}" width="{}" height="{}" title="{}" allow="fullscreen" loading="lazy" style="border:0;max-width:100%"></iframe>',
        settings.SITE_URL, address, width, height, creation.title,
    )  # fmt: skip


def _for_everybody(username: str, slug: str) -> Creation:
    shown = creation_at(username, slug)
    if shown is None or not policy.can_view(AnonymousUser(), shown):
        raise Http404
    return shown


def _pixels(request: HttpRequest, name: str) -> float:
    value = whole(request.GET.get(name) or str(WIDTH * HEIGHT), least=LEAST)
    if value is None:
        raise ValueError(name)
    return value


def _thumbnail(creation: Creation) -> dict[str, Any]:
    """The path-traced picture, whose shape is known."""
    name = creation.current.picture if creation.current else ""
    if not name:
        return {}
    address = urljoin(settings.SITE_URL, shared_address(name))
    return {"thumbnail_url": address, "thumbnail_width": SHARED[0], "thumbnail_height": SHARED[1]}
