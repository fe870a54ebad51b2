"""What a stock file would do to a shop's stock, line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creations.ldraw.numbers import Site
from marketplace.stock_files import Change, FileLot, Problem, StockFile, Told, Why, read_stock
from marketplace.stock_files.comparing import Comparison, Kind, Mode, Stocked, compare
from marketplace.stock_files.writing import as_bricklink_xml, as_csv

RED = FileLot("3001", 4, "N", 10, 500, location="A-1", lot_id="7")
BLACK = FileLot("3003", 0, "U", 5, 450)
SHOP = [Stocked(1, RED, reserved=3), Stocked(2, BLACK)]


def file(*lots: FileLot, changes: tuple[Change, ...] = (), **more: Any) -> StockFile:
    return StockFile("csv", [replace(lot, line=line) for line, lot in enumerate(lots, 2)], list(changes), **more)


def told(found: Comparison) -> list[tuple[Kind, Any]]:
    return [(fate.kind, fate.quantity or fate.changed or (fate.problem and fate.problem.why)) for fate in found.fates]


def applied(stock: list[Stocked], found: Comparison, *, delete: bool = True) -> list[Stocked]:
    """The stock afterwards, as a shop would have it."""
    after = {one.id: one for one in stock}
    for fate in [*found.fates, *(found.deletions if delete else [])]:
        if fate.kind is Kind.NEW:
            number = max(after, default=0) + 1
            after[number] = Stocked(number, fate.lot)
        elif fate.kind is Kind.DELETED and not after[fate.id].reserved:
            del after[fate.id]
        elif fate.kind in (Kind.CHANGED, Kind.DELETED):
            one = after[fate.id]
            values = {name: value for name, (_, value) in fate.changed.items()}
            lot = replace(one.lot, quantity=one.lot.quantity + fate.by, **values)
            after[fate.id] = replace(one, lot=lot)
    return list(after.values())


def test_each_line_has_its_fate():
    more = FileLot("3004", 4, "N", 2, 100)
    lots = [replace(RED, quantity=12, location="B-2"), BLACK, more, replace(more, part="3005", price=None)]
    problems = [Problem(9, Why.PART_UNKNOWN, "x", proposals=("3001",)), Problem(1, Why.QUANTITY)]
    found = compare(SHOP, file(*lots, problems=problems), Mode.MERGE)
    assert told(found) == [
        (Kind.REFUSED, Why.QUANTITY),
        (Kind.CHANGED, (10, 12)),
        (Kind.UNCHANGED, None),
        (Kind.NEW, (0, 2)),
        (Kind.REFUSED, Why.PRICE_MISSING),
        (Kind.UNKNOWN, Why.PART_UNKNOWN),
    ]
    assert found.fates[1].changed == {"location": ("A-1", "B-2")} and found.fates[1].by == 2
    assert found.fates[-1].problem.proposals == ("3001",) and not found.deletions


def test_adding_adds_and_leaves_all_else():
    delivery = file(
        replace(RED, quantity=5, location="", lot_id=""), replace(BLACK, price=1), replace(BLACK, quantity=1)
    )
    assert told(compare(SHOP, delivery, Mode.ADD)) == [
        (Kind.CHANGED, (10, 15)),
        (Kind.CHANGED, (5, 10)),
        (Kind.CHANGED, (10, 11)),
    ]
    assert {fate.kind for fate in compare(SHOP, delivery, Mode.ADD, again=True).fates} == {Kind.UNCHANGED}


def test_replacing_lists_what_would_go_apart_and_keeps_what_is_promised():
    found = compare(SHOP, file(replace(BLACK, quantity=6)), Mode.REPLACE)
    assert told(found) == [(Kind.CHANGED, (5, 6))]
    assert [(gone.id, gone.quantity, gone.promised) for gone in found.deletions] == [(1, (10, 3), True)]
    assert not compare(SHOP, file(BLACK), Mode.MERGE).deletions
    assert not compare(applied(SHOP, found), file(replace(BLACK, quantity=6)), Mode.REPLACE).deletions


def test_nothing_is_deleted_by_a_file_that_broke_off_or_by_a_line_that_cannot_be_read():
    found = compare(SHOP, file(BLACK, whole=False), Mode.REPLACE)
    assert not found.deletions and found.held_back
    found = compare(SHOP, file(BLACK, problems=[Problem(3, Why.PRICE, lot_id="7")]), Mode.REPLACE)
    assert not found.deletions
    found = compare(SHOP, file(BLACK, replace(BLACK, lot_id="7")), Mode.REPLACE)
    assert told(found)[1] == (Kind.REFUSED, Why.LOT_OTHER) and not found.deletions


def test_nothing_is_taken_from_what_is_promised():
    (fate,) = compare(SHOP, file(replace(RED, quantity=1)), Mode.MERGE).fates
    assert (fate.quantity, fate.promised) == ((10, 3), True)
    (fate,) = compare(SHOP, file(changes=(Change("7", by=-99),)), Mode.MERGE).fates
    assert (fate.quantity, fate.promised) == ((10, 3), True)


def test_a_mass_update_finds_its_lots_by_number():
    update = file(
        changes=(
            Change("7", by=5, values={"price": 600}, line=2),
            Change("7", by=-2, line=3),
            Change("8", delete=True, line=4),
            Change(key=BLACK.key, by=1, line=5),
            Change("7", values={"quantity": 1}, line=6),
            Change("7", values={"tiers": ((1, 2),)}, line=7),
            Change("7", delete=True, line=8),
        )
    )
    found = compare(SHOP, update, Mode.REPLACE)
    assert told(found) == [
        (Kind.CHANGED, (10, 15)),
        (Kind.CHANGED, (15, 13)),
        (Kind.REFUSED, Why.LOT_UNKNOWN),
        (Kind.CHANGED, (5, 6)),
        (Kind.CHANGED, (13, 3)),
        (Kind.REFUSED, Why.TIERS),
    ]
    assert [gone.id for gone in found.deletions] == [1], "an update replaces no stock"
    again = compare(SHOP, file(changes=(Change("7", by=5),)), Mode.MERGE, again=True)
    assert told(again) == [(Kind.UNCHANGED, None)]


def test_brickstores_differences_are_added_to_what_was_sold_meanwhile():
    seller = replace(RED, quantity=12, price=700, location="C", base={"quantity": 20, "price": 500})
    untouched = replace(BLACK, quantity=9, price=1, base=None)
    found = compare(SHOP, file(seller, untouched, differences=True), Mode.MERGE)
    assert told(found) == [(Kind.CHANGED, (10, 3)), (Kind.UNCHANGED, None)], "8 were taken out, 3 are promised"
    assert found.fates[0].changed == {"price": (500, 700)}


def test_a_lots_number_is_adopted_and_never_means_another_part():
    found = compare(SHOP, file(replace(BLACK, lot_id="9"), replace(BLACK, lot_id="7")), Mode.MERGE)
    assert told(found) == [(Kind.CHANGED, {"lot_id": ("", "9")}), (Kind.REFUSED, Why.LOT_OTHER)]


def test_what_a_table_does_not_tell_stays():
    found = read_stock(b"part,colour,quantity\n3001,4,10\n3003,0,5\n", "stock")
    shop = [SHOP[0], Stocked(2, replace(BLACK, condition="N"))]
    assert {fate.kind for fate in compare(shop, found, Mode.MERGE).fates} == {Kind.UNCHANGED}
    found = read_stock(b"part,colour,quantity,location\n3001,4,10,\n", "stock")
    assert compare(shop, found, Mode.MERGE).fates[0].changed == {"location": ("A-1", "")}


@st.composite
def shelves(draw):
    """A few lots of few kinds, so that many are alike."""
    return [
        FileLot(
            draw(st.sampled_from(["3001", "3003"])), 4, draw(st.sampled_from("NU")), draw(st.integers(1, 4)),
            draw(st.sampled_from([100, 200, 300])), location=draw(st.sampled_from(["", "A", "B"])),
            lot_id=f"{number}" if draw(st.booleans()) else "",
        )
        for number in range(draw(st.integers(0, 6)))
    ]  # fmt: skip


@pytest.mark.parametrize("mode", Mode)
@given(shelves(), shelves(), st.integers(0, 3), st.booleans())
@settings(max_examples=120, deadline=None)
def test_the_same_file_twice_changes_nothing(mode, shop, brought, reserved, as_table):
    stock = [Stocked(number, lot, min(reserved, lot.quantity)) for number, lot in enumerate(shop, 1)]
    if not brought:
        return
    write = as_csv if as_table else as_bricklink_xml
    found = read_stock(
        "".join(write(brought)).encode(), "stock", told=Told(numbers=None if as_table else Site.BRICKLINK)
    )
    after = applied(stock, compare(stock, found, mode))
    second = compare(after, found, mode, again=True)
    assert not [fate for fate in second.fates if fate.kind in (Kind.NEW, Kind.CHANGED)] and not second.deletions
    assert all(one.lot.quantity >= one.reserved for one in after)
    if mode is Mode.REPLACE:
        promised = {one.id for one in stock if one.reserved}
        assert len([one for one in after if one.id not in promised]) <= len(brought)
