"""Addresses by the rules of their countries, and the book in which members keep them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from marketplace import actions
from marketplace.actions.ordering import Address
from marketplace.actions.refusals import TooMuch
from marketplace.addresses import Wrong, check, lines
from marketplace.countries import COUNTRIES, country_choices, country_name
from marketplace.models import KeptAddress, Order
from tests.marketplace.test_changing import read
from users.errors import NotAllowed
from users.personal_data import archive

START = "/@ada/tower/revisions/1/order/"


def of(country: str, postcode: str, city: str = "Town", area: str = "") -> dict[str, str]:
    return {"name": "Ann", "street": "1 Main", "postcode": postcode, "city": city, "area": area, "country": country}


def test_each_country_writes_and_wants_its_own():
    for country, postcode, area, fits in (
        ("FR", "29200", "", ("29200", "")),
        ("GB", "sw1a 1aa", "", ("SW1A 1AA", "")),
        ("US", "62701", "illinois", ("62701", "IL")),
        ("LV", "1010", "", ("LV-1010", "")),
        ("CH", "CH-8001", "", ("8001", "")),
        ("IE", "", "", ("", "")),
    ):
        made, wrong = check(of(country, postcode, area=area))
        assert not wrong and (made["postcode"], made["area"]) == fits, country
    for country, postcode, area, wrong in (
        ("FR", "2920", "", {"postcode": Wrong.UNKNOWN}),
        ("DE", "", "", {"postcode": Wrong.NEEDED}),
        ("US", "62701", "", {"area": Wrong.NEEDED}),
        ("US", "62701", "Bavaria", {"area": Wrong.UNKNOWN}),
    ):
        assert check(of(country, postcode, area=area))[1] == wrong, country
    assert lines(of("HU", "1011", "Buda")) == ["Ann", "Buda", "1 Main", "1011"]
    assert lines(of("US", "62701", "Springfield", "IL"), capitals=True)[-1] == "SPRINGFIELD, IL 62701"
    assert lines(of("HR", "", "Zagreb")) == ["Ann", "1 Main", "Zagreb"], "no letters without their number"
    for country in [*COUNTRIES, "XX"]:
        assert "1 Main" in lines(of(country, "1")), country


def test_countries_are_named_and_sorted_as_their_language_does():
    for language, first, name in (("en", "Austria", "Germany"), ("fr", "Allemagne", "Allemagne")):
        with override(language):
            names = [shown for _code, shown in country_choices()]
            assert len(names) == len(COUNTRIES) and names[0] == first and country_name("DE") == name
    with override("fr"):
        names = [shown for _code, shown in country_choices()]
        states = next(name for name in names if name.startswith("États-Unis"))
        assert names.index("Estonie") < names.index(states) < names.index("France"), "an É is an E"
    assert country_name("XX") == "XX"


@pytest.mark.django_db
def test_a_wrong_postcode_is_said_at_its_field_and_the_book_is_offered(client, creation, basile, ada, shop, address):
    client.force_login(basile)
    typed = {"name": "B", "street": "1 rue", "postcode": "2920", "city": "Brest", "country": "FR", "email": "b@x.org"}
    refused = client.post(START, typed, headers={"Accept-Language": "en"})
    assert refused.status_code == 422 and "That is no postcode of France." in refused.content.decode()
    refused = client.post("/addresses/", of("US", "62701"), headers={"Accept-Language": "en"})
    assert "An address in United States of America needs this." in refused.content.decode().replace(
        "the United", "United"
    )
    for _ in range(2):
        assert client.post("/addresses/", of("US", "62701", "Springfield", "Illinois")).url == "/addresses/"
    assert client.post("/addresses/", of("LV", "1010", "Riga")).url == "/addresses/"
    first, second = KeptAddress.objects.order_by("pk")
    assert (first.is_default, second.is_default, first.area, second.postcode) == (True, False, "IL", "LV-1010")
    assert 'value="2920"' in read(client, START), "whoever comes back finds what they typed"
    shown = read(client, f"{START}?address=0")
    assert 'value="Springfield"' in shown and f"?address={second.pk}" in shown
    assert 'value="Riga"' in read(client, f"{START}?address={second.pk}")
    assert 'value="Springfield"' in read(client, f"{START}?address=9{second.pk}"), "a stranger's is not found"
    client.post(f"/addresses/{second.pk}/", {"prefer": "1"})
    assert 'value="Riga"' in read(client, f"{START}?address=0")
    review = client.post(START, {**of("US", "62701", "Springfield", "Illinois"), "email": "b@example.org"})
    assert "Springfield, IL 62701" in review.content.decode(), "in its country's order"
    with pytest.raises(NotAllowed):
        actions.forget_address(address=second, member=ada)
    client.post(f"/addresses/{second.pk}/")
    assert "Riga" not in read(client, "/addresses/")
    assert b"addresses.json" in archive(basile)
    with pytest.raises(TooMuch):
        for number in range(21):
            actions.keep_address(member=basile, address=Address(f"N{number}", "1", "29200", "B", "FR", ""))
    order = actions.place_order(buyer=basile, revision=creation.current, address=address)
    assert Order.objects.get(pk=order.pk).address_lines == ["Chloé", "1 rue des Essais", "29200 Brest"]
