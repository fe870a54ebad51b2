"""Countries by two letters of ISO 3166: their names, the European Union, and the zones of a shop."""

from __future__ import annotations

from django_countries import countries

from .models.shipping import Zone
from .vat import UNION as UNION

#: Where shops are and parcels go; `django_countries` has their names.
COUNTRIES = sorted(UNION | {"CA", "CH", "GB", "NO", "US"})


def zone_of(country: str, shop_country: str) -> Zone:
    """Which of a shop's zones a country is in."""
    if country == shop_country:
        return Zone.HOME
    return Zone.UNION if {country, shop_country} <= UNION else Zone.WORLD


def country_name(code: str) -> str:
    """The name in the page's language; the code itself for one that nobody knows."""
    return str(countries.name(code)) or code


def country_choices() -> list[tuple[str, str]]:
    """Codes with names, by name as its language sorts: an É is an E."""
    return [(country.code, str(country.name)) for country in countries if country.code in COUNTRIES]


def country_of(languages: str) -> str:
    """The first country that a browser's languages name and parcels go to, as CH of "fr-CH, fr;q=0.9"; else none."""
    tags = (tag.partition(";")[0].strip() for tag in languages[:500].split(","))
    regions = (tag.rpartition("-")[2].upper() for tag in tags if "-" in tag)
    return next((region for region in regions if region in COUNTRIES), "")
