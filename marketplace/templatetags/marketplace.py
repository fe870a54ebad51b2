"""The price on a creation's page, without creations knowing of the marketplace."""

from __future__ import annotations

from django import template

from creations.models import Revision

from ..pricing import Quote, quote
from ..queries import designer_earnings

register = template.Library()


@register.simple_tag
def quote_for(revision: Revision) -> Quote:
    """What a revision's parts cost now."""
    return quote(revision)


@register.simple_tag
def earnings_of(member_id: int) -> int:
    """What a designer has earned in royalties, in minor units."""
    return designer_earnings(member_id)
