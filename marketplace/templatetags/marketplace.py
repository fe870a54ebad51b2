"""The price on a creation's page, without creations knowing of the marketplace."""

from __future__ import annotations

from django import template

from creations.models import Creation, Revision
from users.models import Member
from users.permissions import Visitor

from ..countries import country_name as name_of_country
from ..models import CreationPrice
from ..owned import Share
from ..owned import share_of as share_of_revision
from ..pricing import quote
from ..queries import designer_earnings
from ..wanted import available

register = template.Library()


@register.simple_tag
def price_of(creation: Creation) -> CreationPrice | None:
    """What a creation's parts cost, as it was planned last; planned now where it never was, without keeping it."""
    kept = CreationPrice.objects.filter(creation=creation).first()
    if (kept is not None and kept.country) or creation.current is None:
        return kept
    creation.current.creation = creation
    made = quote(creation.current, parcels=None)
    return CreationPrice(
        creation=creation,
        total=made.total,
        pieces=made.parts,
        missing=made.missing_pieces,
        shops=len(made.parcels),
        country=made.country,
    )


@register.simple_tag
def in_shops(part: str, colour: int) -> int:
    """How many pieces of a part in a colour the shops have."""
    return available({(part, colour)}).get((part, colour), 0)


@register.simple_tag
def is_asked_for(visitor: Visitor, part: str, colour: int) -> bool:
    """Whether the visitor asks the shops for a lot and was not told of it yet."""
    return isinstance(visitor, Member) and visitor.wanted_lots.filter(part=part, colour=colour, told_at=None).exists()


@register.simple_tag
def custom_parts(revision: Revision | None) -> int:
    """How many parts of a revision are drawn in its own file, so that no shop sells them."""
    if revision is None:
        return 0
    return sum(revision.lots.filter(custom=True).values_list("quantity", flat=True))


@register.filter
def country_name(code: str) -> str:
    """The name of a country in the page's language."""
    return name_of_country(code)


@register.simple_tag
def earnings_of(member_id: int) -> int:
    """What a designer has earned in royalties, in minor units."""
    return designer_earnings(member_id)


@register.simple_tag
def share_of(visitor: Visitor, revision: Revision) -> Share | None:
    """How much of a revision the visitor has at home; None for whoever keeps no parts here."""
    return share_of_revision(visitor, revision)
