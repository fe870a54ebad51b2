"""Value added tax of a parcel: which country's rate holds on which day, and what is not handled. Knows no Django.

Rates are in tenths of a per cent (255 is 25.5 %), amounts whole minor units that include the tax. Parts of models are
everywhere of the standard rate, and sending them follows it (Council Directive 2006/112/EC, article 78 b).

Sources: European Commission, "Taxes in Europe" database and "VAT rates applied in the Member States of the European
Union"; for GB the Value Added Tax Act 1994, section 2; for CH the Mehrwertsteuergesetz, article 25; for NO the yearly
Stortingsvedtak om merverdiavgift, § 2. The same country's other regions of tax (the Canary Islands, Büsingen, Livigno, …)
have no two letters of their own in an address and are not told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .sharing import portion

#: The European Union, by two letters of ISO 3166.
UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)

#: Tenths of a per cent in a whole.
WHOLE = 1000

#: Standard rates by country: the day each began to hold, the latest last. Older than the site is not asked for.
RATES: dict[str, tuple[tuple[date, int], ...]] = {
    "AT": ((date(1984, 1, 1), 200),),
    "BE": ((date(1996, 1, 1), 210),),
    "BG": ((date(1999, 1, 1), 200),),
    "CH": ((date(2018, 1, 1), 77), (date(2024, 1, 1), 81)),
    "CY": ((date(2014, 1, 13), 190),),
    "CZ": ((date(2013, 1, 1), 210),),
    "DE": ((date(2007, 1, 1), 190), (date(2020, 7, 1), 160), (date(2021, 1, 1), 190)),
    "DK": ((date(1992, 1, 1), 250),),
    "EE": ((date(2009, 7, 1), 200), (date(2024, 1, 1), 220), (date(2025, 7, 1), 240)),
    "ES": ((date(2012, 9, 1), 210),),
    "FI": ((date(2013, 1, 1), 240), (date(2024, 9, 1), 255)),
    "FR": ((date(2014, 1, 1), 200),),
    "GB": ((date(2011, 1, 4), 200),),
    "GR": ((date(2016, 6, 1), 240),),
    "HR": ((date(2012, 3, 1), 250),),
    "HU": ((date(2012, 1, 1), 270),),
    "IE": ((date(2012, 1, 1), 230), (date(2020, 9, 1), 210), (date(2021, 3, 1), 230)),
    "IT": ((date(2013, 10, 1), 220),),
    "LT": ((date(2009, 9, 1), 210),),
    "LU": ((date(2015, 1, 1), 170), (date(2023, 1, 1), 160), (date(2024, 1, 1), 170)),
    "LV": ((date(2012, 7, 1), 210),),
    "MT": ((date(2004, 1, 1), 180),),
    "NL": ((date(2012, 10, 1), 210),),
    "NO": ((date(2005, 1, 1), 250),),
    "PL": ((date(2011, 1, 1), 230),),
    "PT": ((date(2011, 1, 1), 230),),
    "RO": ((date(2017, 1, 1), 190), (date(2025, 8, 1), 210)),
    "SE": ((date(1990, 7, 1), 250),),
    "SI": ((date(2013, 7, 1), 220),),
    "SK": ((date(2011, 1, 1), 200), (date(2025, 1, 1), 230)),
}


class Oss(StrEnum):
    """Whose rate holds between two countries of the Union: the operator says it for all shops.

    `DESTINATION`: the buyer's, declared through the One-Stop-Shop. `ORIGIN`: the seller's, as long as nobody's sales into
    other countries reach the threshold of 10,000 euros a year (Directive 2006/112/EC, article 59c).
    """

    DESTINATION = "destination"
    ORIGIN = "origin"


class Treatment(StrEnum):
    """How a parcel is taxed. `NONE`: by a seller who charges no VAT, private or exempt as a small business."""

    TAXED = "taxed"
    EXPORT = "export"
    NONE = "none"


class NotHandled(StrEnum):
    """Why a parcel cannot be sold here."""

    IMPORT = "import"
    NO_RATE = "no_rate"


@dataclass(frozen=True, slots=True)
class Vat:
    """The tax of a parcel: the country whose rate holds (empty for none), and the rate in tenths of a per cent."""

    treatment: Treatment
    country: str = ""
    rate: int = 0

    def of(self, gross: int) -> int:
        """The tax within an amount that includes it, rounded half up once."""
        return portion(gross, self.rate, WHOLE + self.rate)


def vat_of(*, seller: str, buyer: str, charges: bool, day: date, oss: Oss = Oss.DESTINATION) -> Vat | NotHandled:
    """How a parcel from `seller` to `buyer` (ISO 3166) is taxed on a day; `charges`: whether its shop charges VAT at all.

    From outside the Union into it VAT is due on import (or declared by IOSS), whoever sends: that is not handled.
    """
    if buyer in UNION and seller not in UNION:
        return NotHandled.IMPORT
    if not charges:
        return Vat(Treatment.NONE)
    if seller != buyer and not {seller, buyer} <= UNION:
        return Vat(Treatment.EXPORT)
    country = seller if oss is Oss.ORIGIN else buyer
    rate = rate_on(country, day)
    return NotHandled.NO_RATE if rate is None else Vat(Treatment.TAXED, country, rate)


def rate_on(country: str, day: date) -> int | None:
    """The standard rate of a country on a day, in tenths of a per cent; None where the table has none."""
    held = [rate for since, rate in RATES.get(country, ()) if since <= day]
    return held[-1] if held else None
