"""Tags and filters that every template has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from babel.dates import format_timedelta
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from creations.catalog.names import colour_name as name_of_colour
from creations.forms import LICENCE_WORDS
from creations.ldraw.colours import appearance
from creations.models import Licence
from marketplace.money import in_words, unit_price_in_words
from users.files import address
from users.once import FIELD, new_token
from users.pictures import picture_address, shared_address, source_set

from ..markdown import markdown as to_html

register = template.Library()
register.filter("markdown", to_html)

#: No number of a page is as large; what formats them would fail on far larger ones.
MOST = 10**15


@register.filter
def money(cents: int | None, currency: str = "") -> str:
    """An amount in minor units, as the language writes it."""
    if cents is None or not abs(cents) < MOST:
        return "–"
    return in_words(cents, currency or settings.PROSUM_CURRENCY)


@register.filter
def unit_price(amount: int | None) -> str:
    """What one piece costs, of ten-thousandths, with the decimals it has: "€0.035"."""
    if amount is None or not abs(amount) < MOST:
        return "–"
    return unit_price_in_words(amount, settings.PROSUM_CURRENCY)


@register.filter
def number(value: float | None) -> str:
    """A number as the page's language writes it; a dash for none, and for one that no page means."""
    if value is None or not abs(value) < MOST:
        return "–"
    return format_decimal(value, locale=get_language() or "en")


@register.filter
def millimetres(ldu: float | None) -> str:
    """LDU as millimetres, as the language writes numbers."""
    return number(None if ldu is None or not abs(ldu) < MOST else round(ldu * 0.4, 1))


@register.filter
def ago(moment: Any) -> str:
    """How long ago, in one unit: "3 hours ago"."""
    if moment is None:
        return ""
    return format_timedelta(moment - timezone.now(), add_direction=True, locale=get_language() or "en")


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our icons, silent to screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def photo(name: str, alt: str = "", sizes: str = "100vw", eager: bool = False) -> SafeString:
    """A responsive picture of the file store."""
    if not name:
        return mark_safe("")
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" alt="{}" loading="{}" decoding="async">',
        picture_address(name, 640),
        source_set(name),
        sizes,
        alt,
        "eager" if eager else "lazy",
    )


@register.filter
def picture_url(name: str, width: int = 640) -> str:
    """The path of a kept picture, about `width` pixels wide."""
    return picture_address(name, width)


@register.filter
def shared_url(name: str) -> str:
    """The path of a kept picture for pages that are not ours."""
    return shared_address(name)


@register.filter
def cover_name(creation: Any) -> str:
    """The base name of a creation's cover: its author's choice, else the path-traced one, else nothing."""
    if creation.cover is not None:
        return str(creation.cover.name)
    return str(creation.current.picture) if creation.current is not None else ""


@register.simple_tag
def avatar(member: Any, size: int = 40) -> SafeString:
    """A member's picture, or the first letter of their name on a colour of their own."""
    if member is None:
        return format_html('<span class="avatar avatar-{}" aria-hidden="true">?</span>', size)
    if member.avatar:
        return format_html(
            '<img class="avatar avatar-{}" src="{}" alt="" width="{}" height="{}" loading="lazy">',
            size,
            picture_address(member.avatar, 320),
            size,
            size,
        )
    tone = sum(map(ord, member.username)) % 6
    return format_html(
        '<span class="avatar avatar-{} tone-{}" aria-hidden="true">{}</span>', size, tone, str(member)[:1].upper()
    )


@register.simple_tag
def swatch(code: int) -> SafeString:
    """A chip of an LDraw colour, drawn as SVG because our pages allow no inline style."""
    look = appearance(code)
    return format_html(
        '<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">'
        '<rect width="16" height="16" rx="4" fill="#{}" fill-opacity="{}" stroke="#{}" stroke-opacity="0.35"/></svg>',
        look.rgb,
        f"{look.alpha / 255:.2f}",
        look.edge,
    )


@register.filter
def colour_name(code: int) -> str:
    """The name of an LDraw colour in the visitor's language."""
    return name_of_colour(code, get_language() or "en")


@register.filter
def name_of(names: Mapping[str, str], part: str) -> str:
    """A part's name among those the page has looked up (`creations.queries.names_of`), else its number."""
    return names.get(part, part)


@register.simple_tag
def part_picture(part: str, colour: int, size: int = 64) -> SafeString:
    """A part in an LDraw colour, `size` pixels square; silent to screen readers, its name stands beside it."""
    return format_html(
        '<img class="part-picture" src="{}" alt="" width="{}" height="{}" loading="lazy" decoding="async">',
        f"/parts/{quote(part, safe='')}/{colour}.webp",
        size,
        size,
    )


@register.filter
def part_page(part: str) -> str:
    """The address of a part's page, for any number a file may hold."""
    return f"/parts/{quote(part, safe='')}/"


@register.filter
def file_address(name: str) -> str:
    """The path of a kept file."""
    return address(name)


@register.filter
def licence_words(licence: str) -> Any:
    """What a licence means, in plain words."""
    return LICENCE_WORDS[Licence(licence)]


@register.simple_tag
def viewer_labels() -> str:
    """The words of the 3D viewer, as its element reads them."""
    return json.dumps(
        {
            "play": _("Play the steps"),
            "pause": _("Pause"),
            "step": _("Building step"),
            "explode": _("Pull apart"),
            "reset": _("Back to the first view"),
            "fullscreen": _("Full screen"),
            "hide": _("Hide this part"),
            "showAll": _("Show all parts"),
            "failed": _("The model cannot be shown here. Its picture and parts list are below."),
            "canvas": _(
                "Model in 3D. Arrow keys turn it, plus and minus zoom, brackets change the step, space plays,"
                " E pulls it apart, R resets, F is full screen."
            ),
        }
    )


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The current query string with some fields changed; an empty value takes a field out."""
    request: HttpRequest = context["request"]
    fields = {key: value for key, value in request.GET.items() if key not in ("after", "page")}
    fields.update({key: str(value) for key, value in changes.items()})
    return "?" + urlencode({key: value for key, value in fields.items() if value})


@register.simple_tag
def once() -> SafeString:
    """The token of a form that makes something: sent twice, it makes it once (`users.once`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_token())


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """What a mapping has under a key that a template knows only by a variable."""
    return mapping.get(key)
