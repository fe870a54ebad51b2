"""The value added tax of a shop's parcels by the site's setting, and why some cannot be sold, in words."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from .countries import country_name
from .models import Shop
from .models.shop import selling
from .vat import NotHandled, Oss, Vat, vat_of

#: So many shops are named that cannot send to a country.
MOST_NAMED = 3


def vat_for(shop: Shop, country: str, day: date | None = None) -> Vat | NotHandled:
    """How a parcel of the shop's to a country is taxed on a day (today): only a business with a VAT number charges any."""
    return vat_of(
        seller=shop.country,
        buyer=country,
        charges=shop.is_business and bool(shop.vat_number),
        day=day or timezone.localdate(),
        oss=Oss(settings.PROSUM_VAT_OSS),
    )


def left_out(country: str) -> list[str]:
    """Why shops that sell are not asked for parcels to a country, in words; one query."""
    found = (why_not(shop, country) for shop in Shop.objects.filter(selling()).order_by("pk"))
    return [problem for problem in found if problem][:MOST_NAMED]


def why_not(shop: Shop, country: str) -> str:
    """Why the shop's parcels to a country cannot be ordered here; empty where they can."""
    found = vat_for(shop, country)
    names = {"shop": shop.name, "to": country_name(country), "of": country_name(shop.country)}
    if found is NotHandled.IMPORT:
        return (
            _(
                "%(shop)s sends from outside the European Union. VAT and customs of such parcels to %(to)s are not"
                " handled here: please choose another shop."
            )
            % names
        )
    if found is NotHandled.NO_RATE:
        return (
            _(
                "%(shop)s would have to charge a sales tax of %(of)s that is not handled here: please choose another"
                " shop."
            )
            % names
        )
    return ""
