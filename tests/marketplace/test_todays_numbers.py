"""Rows that were written under numbers which parts no longer have: they follow, and nothing held or sold is lost."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from creations.catalog.models import Part, PartAlias
from creations.ldraw.numbers import renumbered, today
from marketplace import actions
from marketplace.models import Order, OrderLine, Payment, PaymentState, StockLot
from marketplace.pricing import lot_prices
from users.counters import counters

pytestmark = pytest.mark.django_db


def migrate() -> None:
    """What an upgrade runs, on the table as it was then: one lot for each part and colour."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE UNIQUE INDEX IF NOT EXISTS one_lot_then ON marketplace_stocklot (shop_id, part, colour)")
    for number, app in ((2, "creations.catalog"), (5, "creations"), (4, "marketplace")):
        import_module(f"{app}.migrations.{number:04}_todays_numbers").fold(apps, SimpleNamespace(connection=connection))


@pytest.fixture
def old_rows(creation, shop):
    """A creation and a shop as they were kept before numbers were followed: a plate under both of its numbers."""
    first, *others = creation.current.lots.order_by("colour")
    first.__class__.objects.filter(pk__in=[lot.pk for lot in others]).delete()
    revision = creation.current
    revision.lots.update(part="3023", colour=4, quantity=2)
    revision.lots.create(part="3023b", colour=4, quantity=3)
    revision.lots.create(part="3023", colour=4, quantity=1, custom=True)
    revision.lots.create(part="4073", colour=1, quantity=5)
    revision.lots.create(part="3001", colour=4, quantity=1)
    revision.__class__.objects.filter(pk=revision.pk).update(lot_count=5, part_count=12)
    creation.__class__.objects.filter(pk=creation.pk).update(lot_count=5, part_count=12)
    for part, colour, quantity, price in (("3023", 4, 50, 9), ("4073", 1, 70, 8), ("3024", 4, 1, 1)):
        StockLot.objects.update_or_create(
            shop=shop, part=part, colour=colour, defaults={"quantity": quantity, "unit_price": price}
        )
    StockLot.objects.filter(part="6141").delete()
    StockLot.objects.filter(part="3023b").update(quantity=100, unit_price=7)
    return revision


def stock(part: str, colour: int = 4) -> tuple[int, int, int]:
    lot = StockLot.objects.get(part=part, colour=colour)
    return lot.quantity, lot.reserved, lot.unit_price


def test_lots_of_a_revision_that_become_one_are_added_up(old_rows, creation):
    migrate()
    lots = set(old_rows.lots.values_list("part", "colour", "quantity", "custom"))
    assert lots == {("3023b", 4, 5, False), ("3023", 4, 1, True), ("6141", 1, 5, False), ("3001", 4, 1, False)}
    old_rows.refresh_from_db()
    creation.refresh_from_db()
    assert (old_rows.lot_count, old_rows.part_count, creation.lot_count) == (4, 12, 4)
    assert creation.price == 5 * 7 + 5 * 8 + 1 * 1000, "unit prices were cents then"


def test_what_orders_hold_and_bought_stays_theirs(old_rows, basile, address):
    old_rows.lots.filter(custom=True).delete()
    held, paid = (actions.place_order(buyer=basile, revision=old_rows, address=address) for _ in range(2))
    actions.start_payment(order=paid, member=basile)
    bought = sorted(OrderLine.objects.values_list("parcel__order", "part", "quantity", "unit_price"))
    migrate()
    migrate()  # doing it again changes nothing
    assert sorted(OrderLine.objects.values_list("parcel__order", "part", "quantity", "unit_price")) == bought
    assert {line.stock.part for line in OrderLine.objects.filter(parcel__order=held)} == {"3023b", "6141", "3001"}
    assert stock("3023b") == (150, 10, 7) and stock("6141", 1) == (70, 10, 8)
    assert not StockLot.objects.filter(part__in=renumbered()).exists()
    assert not [counter.name for counter in counters() if counter.wrong().exists()]
    actions.cancel_order(order=held, member=basile)
    actions.settle(reference=Payment.objects.get().reference, state=PaymentState.SUCCEEDED)
    assert Order.objects.get(pk=paid.pk).state == "paid"
    assert stock("3023b") == (145, 0, 7) and stock("6141", 1) == (65, 0, 8)


def test_old_numbers_are_no_parts_of_their_own(client, old_rows):
    Part.objects.create(pk="3023", name="Plate 1 x 2", category="Plate")
    migrate()
    assert PartAlias.objects.get(pk="3023").part_id == "3023b"
    assert not Part.objects.filter(pk__in=renumbered()).exists()
    assert client.get("/parts/3023/").url == "/parts/3023b/"
    assert client.get("/api/v1/parts/3023/").json()["id"] == "3023b"
    assert client.get("/parts/3023/4.webp").content == client.get("/parts/3023b/4.webp").content


def test_a_price_is_found_by_any_number_a_part_has(shop):
    prices = lot_prices({("3023", 4), ("3023b", 4), ("3023b", 99)})["prices"]
    assert prices == {"3023:4": [1000, 100], "3023b:4": [1000, 100]}


def test_every_number_leads_to_one_that_stays():
    assert all(today(new) == new for new in renumbered().values())
