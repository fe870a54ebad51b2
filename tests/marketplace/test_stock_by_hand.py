"""A seller's stock: found, changed in place and many at once, and as quick for 300,000 lots as for a few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace import actions
from marketplace.actions.stocking import REFUSALS, BadLot, Change
from marketplace.models import Shop, StockLot
from marketplace.stock_search import STATES, StockQuestion, find_stock
from users.errors import NotAllowed
from users.keyset import page

pytestmark = pytest.mark.django_db

LOT = {"condition": "N", "quantity": "10", "unit_price": "0,035", "bulk": "1", "sale_percent": "0", "location": "A-1"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def stall(ada, catalog):
    """Ada's shop with a few lots of each kind."""
    shop = Shop.objects.create(owner=ada, name="Stall", slug="stall", country="FR")
    rows = (
        {"colour": 4, "quantity": 100, "location": "A-1"},
        {"colour": 4, "quantity": 8, "reserved": 5, "condition": "U", "location": "A-12"},
        {"colour": 1, "quantity": 0, "retain": True},
        {"colour": 1, "quantity": 50, "stockroom": True, "location": "B-1"},
        {"colour": 15, "quantity": 40, "sale_percent": 20, "tier1_from": 10, "tier1_price": 300},
    )
    for row in rows:
        StockLot.objects.create(shop=shop, part="3001", unit_price=350, **row)
    StockLot.objects.create(shop=shop, part="3003", colour=4, quantity=7, unit_price=1000)
    return shop


def test_a_lot_is_added_by_any_number_and_changed_in_place(client, ada, stall):
    client.force_login(ada)
    add = "/shops/stall/stock/add/"
    client.post(add, {**LOT, "part": " 3023 ", "colour": "4"})
    lot = StockLot.objects.latest("pk")
    assert (lot.part, lot.unit_price, lot.location) == ("3023b", 350, "A-1"), "under today's number"
    for wrong, words in (
        ({"part": "nonsense"}, "There is no part of this number"),
        ({"colour": "999999"}, "Select a valid choice"),
        ({"unit_price": "0.00001"}, "At most 4 decimals"),
        ({"tier1_from": "1", "tier1_price": "0.03"}, "The first tier begins at more"),
        ({"grams": "0"}, "A piece weighs something"),
        ({"quantity": "-1"}, "greater than or equal to 0"),
    ):
        refused = client.post(add, {**LOT, "part": "3001", "colour": "4", **wrong}, headers={"Accept-Language": "en"})
        assert refused.status_code == 422 and words in refused.content.decode(), wrong
    row = f"/shops/stall/stock/{lot.pk}/"
    edited = client.get(row + "?edit=1", headers=HTMX).content.decode()
    assert 'value="0.035"' in edited and 'name="was" value="10"' in edited
    StockLot.objects.filter(pk=lot.pk).update(quantity=6)  # four were sold meanwhile
    short = {"quantity": "15", "was": "10", "unit_price": "0.0425", "sale_percent": "10", "location": "C-3"}
    saved = client.post(row, short, headers=HTMX).content.decode()
    lot.refresh_from_db()
    assert (lot.quantity, lot.unit_price, lot.location) == (11, 425, "C-3") and "€0.0425" in saved and "C-3" in saved
    assert lot.condition == "N" and lot.bulk == 1, "what the row does not show stays"
    refused = client.post(row, {**short, "unit_price": "x"}, headers=HTMX).content.decode()
    assert "This is no amount" in refused and 'value="x"' in refused


def test_whatever_the_database_refuses_of_a_lot_is_said_in_words():
    assert {constraint.name for constraint in StockLot._meta.constraints} == set(REFUSALS)


def test_fewer_than_are_promised_is_refused(ada, stall):
    promised = StockLot.objects.get(reserved=5)
    with pytest.raises(BadLot, match="Fewer than are promised"):
        actions.change_lot(lot=promised, member=ada, fields={}, quantity=4, was=8)
    assert actions.change_lot(lot=promised, member=ada, fields={}, quantity=5, was=8).quantity == 5


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 6),
        ({"text": "3003"}, 1),
        ({"text": "brick 2 x 4"}, 5),
        ({"colour": 4}, 3),
        ({"location": "A-1"}, 2),
        ({"location": "A-12"}, 1),
        ({"category": "Brick"}, 6),
        ({"category": "Plate"}, 0),
        ({"state": "sale"}, 4),
        ({"state": "low"}, 3),
        ({"state": "out"}, 1),
        ({"state": "reserved"}, 1),
        ({"state": "reduced"}, 1),
        ({"state": "used"}, 1),
        ({"state": "stockroom"}, 1),
        ({"state": "no such"}, 6),
        ({"colour": 4, "state": "low", "text": "3001"}, 1),
    ],
)
def test_lots_are_found(stall, asked, found):
    assert find_stock(stall, StockQuestion(**asked)).count() == found


def test_many_are_changed_at_once(client, ada, stall):
    client.force_login(ada)
    tiered = StockLot.objects.get(tier1_from=10)
    many = "/shops/stall/stock/many/"
    client.post(many, {"what": "price", "value": "5 %", "lots": [tiered.pk, 10**12, "x"]})
    tiered.refresh_from_db()
    assert (tiered.unit_price, tiered.tier1_price) == (368, 315), "367.5, half up"
    back = client.post(many + "?colour=4", {"what": "location", "value": "Z", "every": "on"})
    assert back.url == "/shops/stall/stock/?colour=4"
    assert set(StockLot.objects.filter(location="Z").values_list("colour", flat=True)) == {4}
    client.post(many, {"what": "price", "value": "-90", "every": "on"})
    tiered.refresh_from_db()
    assert (tiered.unit_price, tiered.tier1_price) == (37, 32)
    client.post(many, {"what": "price", "value": "-90", "every": "on"})
    client.post(many, {"what": "price", "value": "-90", "every": "on"})
    tiered.refresh_from_db()
    assert (tiered.unit_price, tiered.tier1_price) == (1, 0), "a tier stays below"
    assert client.post(many, {"what": "price", "value": "much", "every": "on"}).status_code == 422
    said = client.post(many, {"what": "remove", "every": "on"}, follow=True).content.decode()
    assert "5 lots are gone. 1 lot is promised to orders and stays." in said and StockLot.objects.get().reserved == 5


def test_nobody_changes_the_stock_of_others(basile, stall):
    lots, lot = StockLot.objects.all(), StockLot.objects.first()
    for refused in (
        lambda: actions.change_lots(shop=stall, member=basile, lots=lots, change=Change(sale_percent=90)),
        lambda: actions.remove_lots(shop=stall, member=basile, lots=lots),
        lambda: actions.change_lot(lot=lot, member=basile, fields={}),
        lambda: actions.add_lot(shop=stall, member=basile, part="3001", colour=4, quantity=1, fields={}),
    ):
        with pytest.raises(NotAllowed):
            refused()
    other = Shop.objects.create(owner=basile, name="Other", slug="other")
    assert actions.change_lots(shop=other, member=basile, lots=lots, change=Change(sale_percent=90)) == 0


def test_the_table_costs_the_same_for_few_and_many_and_reads_by_an_index(client, ada, stall):
    client.force_login(ada)
    client.get("/shops/stall/stock/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as few:
            assert client.get("/shops/stall/stock/").status_code == 200
        return len(few)

    few = queries()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO marketplace_stocklot (shop_id, part, colour, quantity, unit_price, location, stockroom, condition)"
            " SELECT %s, (ARRAY['3001', '3003', '3023b'])[1 + k %% 3], k %% 60, 11 + k %% 400, 350, 'D-' || k / 40, k %% 997 = 0,"
            " CASE WHEN k %% 499 = 0 THEN 'U' ELSE 'N' END FROM generate_series(1, 30000) AS k",
            [stall.pk],
        )
        cursor.execute("ANALYZE marketplace_stocklot")
    assert queries() == few
    for asked in ({}, *({"state": state} for state in STATES), {"colour": 4}, {"location": "D-7"}):
        question = StockQuestion(**asked)
        found = page(find_stock(stall, question), order=question.order, size=50)
        order = [question.order, "pk"] if question.order == "left" else [question.order]
        plan = find_stock(stall, question).order_by(*order)[:51].explain()
        assert "Seq Scan" not in plan and "Index" in plan, (asked, plan)
        if not found.after:
            continue
        again = page(find_stock(stall, question), order=question.order, size=50, after=found.after)
        assert not {lot.pk for lot in found.items} & {lot.pk for lot in again.items}
