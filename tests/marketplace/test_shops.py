"""Shops that members open: who may, what they say of themselves, and what buyers and operators see."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from marketplace import actions
from marketplace.actions.shops import BadShop, Terms
from marketplace.amount_fields import in_figures
from marketplace.models import Shop
from marketplace.models.shop import selling
from marketplace.permissions import policy, shop_policy
from tests.background import work_off
from users.errors import NotAllowed
from users.models import Member
from users.notifications.models import Notification
from users.notifications.tasks import drain_events
from users.personal_data import archive

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Briques & co",
    "country": "BE",
    "language": "fr",
    "handling_days": "3",
    "minimum": "5,50",
    "lot_fee": "0.05",
}


def terms(**more) -> Terms:
    return Terms(**{"name": "Bricks", "country": "FR", "language": "en", **more})


def tell() -> set[tuple[str, str]]:
    drain_events()
    work_off("now")
    return set(Notification.objects.values_list("member__username", "event__kind"))


def test_a_member_opens_a_shop_and_says_how_it_sells(client, ada, basile):
    client.force_login(ada)
    made = client.post("/shops/open/", FORM)
    shop = Shop.objects.get()
    assert made.url == "/shops/briques-co/settings/" and (shop.minimum, shop.lot_fee) == (550, 5)
    page = client.get("/shops/briques-co/", headers={"Accept-Language": "fr"}).content.decode()
    assert "Belgique" in page and "vendeur particulier" in page and "2,50\xa0€" in page
    assert 'value="5.50"' in client.get(made.url).content.decode()
    for wrong, words in (
        ({"is_business": "on", "vat_number": "BE0123"}, "This is no VAT number"),
        ({"is_business": "on", "vat_number": "FR83404833048"}, "of another country"),
        ({"minimum": "four"}, "This is no amount"),
        ({"minimum": "4.999"}, "At most 2 decimals"),
        ({"country": "XX"}, "Select a valid choice"),
    ):
        refused = client.post(made.url, {**FORM, **wrong}, headers={"Accept-Language": "en"})
        assert refused.status_code == 422 and words in refused.content.decode(), wrong
    business = {**FORM, "is_business": "on", "vat_number": "0403.019.261", "away_until": "2999-01-01"}
    assert client.post(made.url, business).status_code == 302
    shop.refresh_from_db()
    assert shop.vat_number == "BE0403019261" and shop.is_away and not Shop.objects.filter(selling()).exists()
    private = {**business, "is_business": "", "away_until": ""}
    del private["is_business"]
    client.post(made.url, private)
    shop.refresh_from_db()
    assert shop.vat_number == "" and Shop.objects.filter(selling()).exists(), "a private seller has none"
    assert client.post("/shops/open/", FORM).status_code == 422 and Shop.objects.count() == 1
    shop.lots.create(part="3001", colour=4, quantity=5, unit_price=350)
    taken = json.loads(zipfile.ZipFile(io.BytesIO(archive(ada))).read("shops/briques-co.json"))
    assert taken["shop"]["minimum"] == 550 and [lot["unit_price"] for lot in taken["lots"]] == [350]
    client.force_login(basile)
    assert client.post("/shops/open/", FORM).url == "/shops/briques-co-2/settings/", "the name is free, the address not"


def test_shipping_is_a_table_of_zones_and_weights(client, ada):
    shop = actions.open_shop(member=ada, terms=terms())
    client.force_login(ada)
    letter = shop.shipping_methods.first()
    address = f"/shops/bricks/shipping/?method={letter.pk}"
    assert 'value="2.50"' in client.get(address).content.decode()
    rows = {"name": "Letter", "tracked": "on", "free_from": "40", "grams_0": "250", "home_0": "2", "union_0": "3.1"}
    assert client.post(address, {**rows, "home_1": "9"}).status_code == 422, "a price without a weight"
    assert client.post(address, {"name": "Letter"}).status_code == 422, "no weight at all"
    assert client.post(address, {**rows, "grams_1": "250", "home_1": "9"}).status_code == 422, "a weight twice"
    assert client.post(address, rows).status_code == 302
    letter.refresh_from_db()
    bands = set(letter.bands.values_list("zone", "max_grams", "price"))
    assert bands == {("home", 250, 200), ("union", 250, 310)} and (letter.tracked, letter.free_from) == (True, 4000)
    client.post(f"/shops/bricks/shipping/{letter.pk}/remove/")
    assert not shop.shipping_methods.filter(pk=letter.pk).exists()


def test_who_opens_shops_is_a_setting(client, ada, make_member, settings):
    olga = make_member("olga", "operator")
    settings.PROSUM_SHOPS = "approval"
    shop = actions.open_shop(member=ada, terms=terms())
    assert shop.is_waiting and not Shop.objects.filter(selling()).exists()
    assert client.get("/shops/bricks/").status_code == 404
    client.force_login(olga)
    assert "Let it sell" in client.get("/shops/bricks/").content.decode()
    client.post("/shops/bricks/approve/")
    assert Shop.objects.filter(selling()).exists()
    assert tell() == {("olga", "shop.waits"), ("ada", "shop.approved")}
    settings.PROSUM_SHOPS = "house"
    client.force_login(make_member("late"))
    assert client.get("/shops/open/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.open_shop(member=olga, terms=terms())


def test_both_ways_of_asking_who_runs_and_sees_a_shop_agree(ada, basile, make_member, settings):
    make_member("olga", "operator")
    shop = actions.open_shop(member=ada, terms=terms())
    for approved, closed in ((True, False), (False, False), (True, True)):
        shop.approved_at = timezone.now() if approved else None
        shop.closed_at = timezone.now() if closed else None
        for name in ("view", "run", "approve"):
            can, who = getattr(shop_policy, f"can_{name}"), getattr(shop_policy, f"who_can_{name}")(shop)
            assert {member for member in Member.objects.all() if can(member, shop)} == set(who), name
    for settings.PROSUM_SHOPS in ("open", "house"):
        assert {m for m in Member.objects.all() if shop_policy.can_open(m)} == set(shop_policy.who_can_open())


def test_a_shop_that_is_away_comes_back_by_itself(ada):
    shop = actions.open_shop(member=ada, terms=terms(away_until=timezone.localdate() + timedelta(days=1)))
    assert shop.is_away and not Shop.objects.filter(selling()).exists()
    assert Shop.objects.filter(selling(timezone.localdate() + timedelta(days=1))).exists()


def test_vat_numbers_are_checked_where_they_can_be(ada):
    for country, typed, kept in (
        ("GR", "094259216", "EL094259216"),
        ("CH", "che-116.281.710 mwst", "CHE-116.281.710 MWST"),
    ):
        shop = actions.open_shop(member=ada, terms=terms(country=country, is_business=True, vat_number=typed))
        assert shop.vat_number == kept
        shop.delete()
    with pytest.raises(BadShop):
        actions.open_shop(member=ada, terms=terms(is_business=True, vat_number="FR00000000001"))


def test_the_operator_opens_the_house_shop_without_the_demo(ada):
    said = io.StringIO()
    for _ in range(2):
        call_command("init_site", "ada", "--country", "de", stdout=said)
    house = Shop.objects.get()
    assert house.is_house and house.owner == ada and house.country == "DE" and not house.lots.exists()
    assert "/shops/house-shop/" in said.getvalue() and list(policy.shops_of(ada)) == [house]
    house.delete()
    with pytest.raises(CommandError, match="There is no member nobody"):
        call_command("init_site", "nobody")


def test_amounts_are_shown_as_they_are_typed():
    assert [in_figures(value, 10000) for value in (350, 12000, 12345, 5)] == ["0.035", "1.20", "1.2345", "0.0005"]
    assert in_figures(490, 100) == "4.90"
